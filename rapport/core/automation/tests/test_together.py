"""Many records at once: written together, told in one sentence, each with its own fate and way back."""

from __future__ import annotations

import pytest

from rapport.core.access.models import User
from rapport.core.automation import running
from rapport.core.automation.actions import run_automation, undo_automation_run
from rapport.core.automation.models import AutomationRun
from rapport.core.automation.tests.conftest import TASK, do_all
from rapport.core.customfields.actions import add_field
from rapport.core.notifications.models import Notification
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.customers.tags.actions import tag_parties
from rapport.touchpoints.tasks.models import Task

TAGGED = ("event", {"event": "PartiesTagged"})
TELL = {"do": "notify", "values": {"whom": "owner", "text": "Tagged"}}


@pytest.fixture
def people(alice, at):
    """Five people of Alice's."""
    return [create_person(by=alice, at=at, family="王", given=one).pk for one in "甲乙丙丁戊"]


def test_who_is_given_many_is_told_once(automate, wake, people, alice, admin, at):
    automate(TAGGED, TASK, TELL)
    tag_parties(people, by=alice, at=at, name="VIP")
    runs = wake()
    assert [run.outcome for run in runs] == ["done"] * 5
    assert Task.objects.filter(assignee=alice).count() == 5
    told = Notification.objects.filter(user=alice).order_by("kind")
    assert [row.kind for row in told] == ["automation_says_more", "tasks_assigned"]
    assert told[0].params["more"] == "2"
    assert undo_automation_run(runs[1].pk, by=admin, at=at) == 0
    assert set(Task.objects.values_list("party_id", flat=True)) == set(people) - {runs[1].row_id}
    assert AutomationRun.objects.filter(outcome="undone").count() == 1


def test_one_that_is_refused_holds_up_no_other(automate, wake, people, alice, admin, at):
    add_field("person", by=admin, at=at, label="Film", kind="text", required_at=["customer"])
    Party.objects.filter(pk__in=people[1:]).update(custom={"film": "大闹天宫"})
    by = User.objects.get(pk=admin.pk)
    steps = [TASK, {"do": "edit-lifecycle", "values": {"value": "customer"}}]
    automate(TAGGED, *steps, by=by)
    tag_parties(people, by=alice, at=at, name="VIP")
    refused, *others = wake()
    assert [run.outcome for run in others] == ["done"] * 4
    assert (refused.outcome, refused.row_id) == ("error", people[0])
    assert "Film" in refused.reason
    assert set(Task.objects.values_list("party_id", flat=True)) == set(people[1:])


def test_killed_between_two_steps_it_is_done_once(automate, wake, people, alice, at, monkeypatch):
    row = automate(TAGGED, TASK, TELL)
    tag_parties(people, by=alice, at=at, name="VIP")
    with monkeypatch.context() as patch:
        patch.setattr("rapport.core.automation.telling._notify_one", _killed)
        with pytest.raises(SystemExit):
            wake()
    assert set(AutomationRun.objects.values_list("outcome", flat=True)) == {"waiting"}
    assert not Task.objects.exists()
    do_all(at)
    assert Task.objects.count() == 5
    assert running.next_runs(row, at=at) == []
    run_automation([run.pk for run in row.runs.all()], by=row.owner, at=at)
    assert Task.objects.count() == 5


def _killed(*_given: object) -> None:
    raise SystemExit


def test_no_more_queries_for_many(automate, people, alice, at, django_assert_max_num_queries):
    row = automate(("time", {"every": "day", "at": "09:00"}), TASK)
    AutomationRun.objects.bulk_create(
        AutomationRun(automation=row, row_id=pk, occasion="time", asked_at=at) for pk in people
    )
    run_ids = running.next_runs(row, at=at)
    with django_assert_max_num_queries(40):
        done = run_automation(run_ids, by=row.owner, at=at)
    assert len(done) == 5
