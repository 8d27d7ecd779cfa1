"""Writing down a contact."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.customers.parties.actions import trash_parties
from rapport.customers.parties.editing import InTheTrash
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.models import Task

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return list(EventRow.objects.order_by("id").values_list("name", flat=True))


def test_it_is_kept_with_who_and_when(logged, alice: User, at) -> None:
    row = logged(ended_at=at + timedelta(minutes=6), body=" Wants a sea view. ")
    assert (row.staff, row.started_at, row.body) == (alice, at, "Wants a sea view.")
    assert names()[-1] == "InteractionLogged"
    assert EventRow.objects.get(name="InteractionLogged").party_id == row.party_id


def test_the_customer_shows_the_last_contact(logged, wang, at) -> None:
    logged(channel="wechat")
    logged(started_at=at - timedelta(days=9))
    party = Party.objects.get(pk=wang.pk)
    assert (party.last_touch_at, party.last_touch_channel) == (at, "wechat")


def test_a_next_step_becomes_a_task_and_one_undo_takes_back_both(logged, wang, alice, at) -> None:
    day = date(2026, 9, 18)
    row = logged(next_step="Send both options", next_step_on=day)
    task = Task.objects.get()
    assert (task.title, task.due_on, task.assignee, task.source_id) == (
        "Send both options",
        day,
        alice,
        row.pk,
    )
    party = Party.objects.get(pk=wang.pk)
    assert (party.next_step, party.next_step_on) == ("Send both options", day)
    undo(last_group(), by=alice, at=at)
    assert not Task.objects.exists()
    assert not Interaction.objects.exists()
    party.refresh_from_db()
    assert (party.next_step, party.last_touch_at) == ("", None)


def test_a_complaint_is_open_and_told(logged) -> None:
    row = logged(reason="complaint")
    assert row.is_open_complaint
    assert list(Interaction.objects.open_complaints()) == [row]
    assert names()[-2:] == ["InteractionLogged", "ComplaintOpened"]


def test_a_team_mate_may_but_another_team_does_not_see_the_customer(
    wang, bob: User, charlie: User, at
) -> None:
    details = Details(channel="phone", started_at=at, subject="Hello")
    assert log_interaction(wang.pk, details, by=bob, at=at).staff == bob
    with pytest.raises(Missing):
        log_interaction(wang.pk, details, by=charlie, at=at)


def test_not_with_a_customer_in_the_trash(logged, wang, alice, at) -> None:
    trash_parties([wang.pk], by=alice, at=at)
    with pytest.raises(InTheTrash):
        logged()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"reason": "x"}, "reason"),
        ({"subject": "a\x00b"}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"body": "x" * 100_001}, "body"),
        ({"subject": " "}, "subject"),
        ({"next_step": "x" * 201}, "next_step"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_per_field(logged, changed, field) -> None:
    with pytest.raises(Invalid) as refused:
        logged(**changed)
    assert list(refused.value.fields) == [field]
    assert not Interaction.objects.exists()


def test_neither_in_the_future_nor_ending_before_it_began(wang, alice, at) -> None:
    details = Details(
        channel="phone", started_at=at + timedelta(hours=1), ended_at=at, subject="Tomorrow"
    )
    with pytest.raises(Invalid) as refused:
        log_interaction(wang.pk, details, by=alice, at=at)
    assert set(refused.value.fields) == {"started_at", "ended_at"}


def test_a_call_without_answer_needs_no_words(logged) -> None:
    assert logged(subject="", outcome="no_answer").outcome == "no_answer"
