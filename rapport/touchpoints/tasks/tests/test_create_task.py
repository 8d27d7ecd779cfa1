"""Writing down something to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rapport.core.access.models import Grant, User
from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.core.undo.actions import undo
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.whom import CustomerHidden, NotAColleague

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 21)


def test_it_is_kept_and_told(planned, wang, alice: User) -> None:
    task = planned(due_on=FRIDAY)
    assert (task.assignee, task.made_by, task.due_on) == (alice, alice, FRIDAY)
    event = EventRow.objects.get(name="TaskCreated")
    assert (event.subject_id, event.party_id) == (task.pk, wang.pk)
    assert not Notification.objects.exists()


def test_the_customer_shows_the_first_of_several(planned, wang) -> None:
    planned("Later", due_on=MONDAY)
    planned("Some day")
    planned("First", due_on=FRIDAY)
    party = Party.objects.get(pk=wang.pk)
    assert (party.next_step, party.next_step_on) == ("First", FRIDAY)


def test_a_colleague_is_told(bob: User, planned) -> None:
    planned(assignee_id=bob.pk)
    note = Notification.objects.get()
    assert (note.user, note.kind) == (bob, "task_assigned")
    assert note.params == {"by": "Alice", "title": "Send both offers"}


def test_only_colleagues_within_reach_who_see_the_customer(
    wang, alice: User, charlie: User, admin: User, at
) -> None:
    plan = Plan(title="Call back", party_id=wang.pk, assignee_id=charlie.pk)
    with pytest.raises(NotAColleague):
        create_task(plan, by=alice, at=at)
    with pytest.raises(CustomerHidden, match="Charlie cannot see"):
        create_task(plan, by=admin, at=at)
    assert not Task.objects.exists()


def test_who_has_left_gets_no_task(planned, bob: User, at) -> None:
    bob.left_at = at
    bob.save()
    with pytest.raises(NotAColleague):
        planned(assignee_id=bob.pk)


def test_about_a_customer_one_cannot_see(wang, charlie: User, at) -> None:
    with pytest.raises(Missing):
        create_task(Plan(title="Look", party_id=wang.pk), by=charlie, at=at)


def test_without_the_right(alice: User, at) -> None:
    Grant.objects.filter(user=alice).delete()
    with pytest.raises(NotAllowed):
        create_task(Plan(title="Look"), by=alice, at=at)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00"}, "title"),
        ({"details": "x" * 20_001}, "details"),
        ({"priority": 7}, "priority"),
        ({"due_at": datetime(2026, 9, 18, 9, tzinfo=UTC)}, "due_on"),
    ],
)
def test_what_cannot_be_is_refused(planned, changed, field) -> None:
    with pytest.raises(Invalid) as refused:
        planned(**changed)
    assert list(refused.value.fields) == [field]


def test_it_can_be_undone(planned, wang, alice: User, at) -> None:
    planned(due_on=FRIDAY)
    undo(last_group(), by=alice, at=at)
    assert not Task.objects.exists()
    assert Party.objects.get(pk=wang.pk).next_step == ""
