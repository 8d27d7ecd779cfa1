"""An automation acts on whom it is meant for, with its owner's rights, once, and never in a circle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.automation import preparing
from rapport.core.automation.actions import (
    AutomationIsOff,
    NotComplete,
    edit_automation,
    run_automation,
    turn_off_automation,
    turn_on_automation,
    undo_automation_run,
)
from rapport.core.automation.models import AutomationRun, AutomationState
from rapport.core.automation.tests.conftest import TAG, TASK, do_all
from rapport.core.changes.models import Change
from rapport.core.customfields.actions import add_field, remove_field
from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.customers.parties.actions import change_lifecycle
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.shares.actions import share_party
from rapport.customers.tags.models import PartyTag
from rapport.touchpoints.tasks.models import Task

ADDED = ("event", {"event": "PersonCreated"})


def test_an_event_gives_a_task_to_the_owner(automate, wake, alice, admin, at):
    row = automate(ADDED, TASK)
    person = create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert (run.outcome, run.row_id, run.automation) == ("done", person.pk, row)
    task = Task.objects.get()
    assert (task.title, task.assignee, task.made_by) == ("Call", alice, admin)
    assert task.due_on == (at + timedelta(days=3)).date()
    written = Change.objects.filter(group=run.group)
    assert set(written.values_list("by_id", "cause")) == {(admin.pk, "core.run_automation")}


def test_the_same_event_twice_acts_once(automate, wake, alice, at):
    automate(ADDED, TASK)
    create_person(by=alice, at=at, family="王", given="伟")
    wake()
    for event in EventRow.objects.filter(name="PersonCreated"):
        preparing.wake(event.pk, at=at)
        do_all(at)
    assert AutomationRun.objects.count() == 1
    assert Task.objects.count() == 1


def test_conditions_are_the_filters_of_the_list(automate, wake, alice, at):
    automate(ADDED, query="f=lifecycle:is:customer")
    create_person(by=alice, at=at, family="王", given="伟", lifecycle="customer")
    create_person(by=alice, at=at, family="李", given="娜")
    done, skipped = wake()
    assert (done.outcome, skipped.outcome) == ("done", "skipped")
    assert "does not match" in skipped.reason


@pytest.mark.parametrize(
    ("before", "after", "acts"),
    [("", "", 1), ("prospect", "customer", 1), ("", "former", 0), ("customer", "", 0)],
)
def test_a_field_that_changes(automate, wake, alice, at, before, after, acts):
    person = create_person(by=alice, at=at, family="王", given="伟")
    automate(("field", {"column": "lifecycle", "before": before, "after": after}))
    edit_person(person.pk, by=alice, at=at, changes={"given": "薇"})
    change_lifecycle(person.pk, by=alice, at=at, lifecycle="customer")
    assert [run.outcome for run in wake()] == ["done"] * acts


def test_a_field_of_the_companys_own_wakes_and_is_set(automate, wake, alice, admin, at):
    add_field("person", by=admin, at=at, label="Film", kind="text")
    add_field("person", by=admin, at=at, label="Fan", kind="text")
    automate(("field", {"column": "custom.film"}), {"do": "field-fan", "values": {"value": "yes"}})
    person = create_person(by=alice, at=at, family="王", given="伟")
    edit_person(person.pk, by=alice, at=at, changes={"custom": {"film": "大闹天宫"}})
    assert [run.outcome for run in wake()] == ["done"]
    person.party.refresh_from_db()
    assert person.party.custom == {"film": "大闹天宫", "fan": "yes"}


def test_a_field_that_is_gone_is_an_error_with_a_sentence(automate, wake, alice, admin, at):
    field = add_field("person", by=admin, at=at, label="Film", kind="text")
    automate(ADDED, TASK, {"do": "field-film", "values": {"value": "x"}})
    remove_field(field.pk, by=admin, at=at)
    admin.__dict__.pop("_custom_fields", None)
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert run.outcome == "error"
    assert "about something that is gone" in run.reason
    assert not Task.objects.exists()  # all steps or none


def test_it_acts_with_its_owners_rights(automate, wake, alice, bob, charlie, at):
    automate(ADDED, by=bob)
    create_person(by=charlie, at=at, family="赵", given="敏")
    assert wake() == []  # Bob does not see her
    edited = automate(("event", {"event": "PersonEdited"}), by=bob)
    person = create_person(by=charlie, at=at, family="李", given="娜")
    share_party(person.pk, by=charlie, at=at, user_id=bob.pk)
    edit_person(person.pk, by=charlie, at=at, changes={"given": "薇"})
    (refused,) = [run for run in wake() if run.automation_id == edited.pk]
    assert refused.outcome == "error"
    assert refused.reason.startswith("“Tag “VIP”” was not done: Belongs to others")
    assert not PartyTag.objects.exists()
    about = f"/settings/automations/{edited.pk}"
    told = Notification.objects.filter(user=bob, kind="automation_failed", link=about)
    assert told.count() == 1


def test_who_has_lost_the_right_acts_no_more(automate, wake, alice, bob, at):
    automate(ADDED, by=bob)
    bob.grants.all().delete()
    create_person(by=alice, at=at, family="王", given="伟")
    assert wake() == []
    assert not PartyTag.objects.exists()


def test_it_never_sets_itself_off(automate, wake, alice, at):
    automate(
        ("event", {"event": "PersonEdited"}), {"do": "edit-gender", "values": {"value": "female"}}
    )
    other = {"do": "edit-gender", "values": {"value": "male"}}
    automate(("field", {"column": "gender"}), other)
    automate(("field", {"column": "gender"}), {"do": "edit-gender", "values": {"value": "female"}})
    person = create_person(by=alice, at=at, family="王", given="伟")
    edit_person(person.pk, by=alice, at=at, changes={"given": "薇"})
    runs = wake()
    skipped = [run.reason for run in runs if run.outcome == "skipped"]
    assert len(runs) < 12
    assert skipped
    assert set(skipped) == {"It was set off by its own change to this record."}


def test_a_chain_ends(automate, wake, alice, at, monkeypatch):
    monkeypatch.setattr("rapport.core.automation.running.LONGEST_CHAIN", 1)
    for number in range(4):
        trigger = ("event", {"event": "PartiesTagged"}) if number else ADDED
        automate(trigger, {"do": "tag", "values": {"name": f"T{number}"}})
    create_person(by=alice, at=at, family="王", given="伟")
    reasons = [run.reason for run in wake() if run.outcome == "skipped"]
    assert any("set off the next" in reason for reason in reasons)


def test_no_record_is_acted_on_more_than_ten_times_a_day(automate, wake, alice, at):
    automate(("event", {"event": "PersonEdited"}))
    person = create_person(by=alice, at=at, family="王", given="伟")
    for number in range(12):
        edit_person(person.pk, by=alice, at=at, changes={"given": f"伟{number}"})
    outcomes = [run.outcome for run in wake()]
    assert outcomes == ["done"] + ["unchanged"] * 9 + ["skipped"] * 2


def test_once_for_each_record(automate, wake, alice, at):
    automate(("event", {"event": "PersonEdited"}), TASK, once=True)
    person = create_person(by=alice, at=at, family="王", given="伟")
    for given in ("薇", "威"):
        edit_person(person.pk, by=alice, at=at, changes={"given": given})
    assert [run.outcome for run in wake()] == ["done", "skipped"]


def test_the_limit_of_an_hour_holds_it_and_goes_on_later(automate, wake, alice, admin, at):
    row = automate(ADDED, per_hour=2)
    for given in "甲乙丙":
        create_person(by=alice, at=at, family="王", given=given)
    assert [run.outcome for run in wake()] == ["done", "done", "waiting"]
    assert AutomationState.objects.get(pk=row.pk).held_until == at + timedelta(hours=1)
    assert Notification.objects.filter(user=admin, kind="automation_held").count() == 1
    do_all(at + timedelta(minutes=30))
    assert AutomationRun.objects.filter(outcome="waiting").exists()
    do_all(at + timedelta(hours=1, minutes=1))
    assert not AutomationRun.objects.filter(outcome="waiting").exists()


def test_undo_takes_all_steps_back(automate, wake, alice, admin, at):
    automate(ADDED, TASK, TAG)
    person = create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    assert PartyTag.objects.filter(party=person.pk).exists()
    assert undo_automation_run(run.pk, by=admin, at=at) == 0
    run.refresh_from_db()
    assert run.outcome == "undone"
    assert not Task.objects.exists()
    assert not PartyTag.objects.exists()


def test_what_is_off_does_not_act(automate, wake, alice, admin, at):
    row = automate(ADDED)
    turn_off_automation(row.pk, by=admin, at=at)
    with pytest.raises(AutomationIsOff):
        turn_off_automation(row.pk, by=admin, at=at)
    create_person(by=alice, at=at, family="王", given="伟")
    assert wake() == []


def test_one_that_is_on_stays_complete(automate, admin, at):
    row = automate(ADDED)
    with pytest.raises(NotComplete):
        edit_automation(row.pk, by=admin, at=at, changes={"steps": []})
    turn_off_automation(row.pk, by=admin, at=at)
    edit_automation(row.pk, by=admin, at=at, changes={"steps": []})
    with pytest.raises(NotComplete):
        turn_on_automation(row.pk, by=admin, at=at)


def test_a_run_that_was_done_is_not_done_again(automate, wake, alice, admin, at):
    automate(ADDED, TASK)
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    run_automation([run.pk], by=admin, at=at)
    assert Task.objects.count() == 1
