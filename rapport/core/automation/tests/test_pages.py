"""The pages of automations: laid out part by part, tried, turned on, read, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.automation.actions import create_automation
from rapport.core.automation.models import Automation, AutomationRun
from rapport.core.automation.tests.conftest import TAG, TASK
from rapport.core.views.actions import save_view
from rapport.customers.people.actions import create_person
from rapport.touchpoints.tasks.models import Task

ADDED = ("event", {"event": "PersonCreated"})
HX = {"HX-Request": "true"}


@pytest.fixture
def page(signed_in: Callable[[User], Client], admin: User) -> Client:
    """The administrator's browser."""
    return signed_in(admin)


def at_(row: Automation, rest: str = "") -> str:
    """Return an address below an automation."""
    return f"/settings/automations/{row.pk}{rest}"


def test_the_empty_page_teaches_and_offers(page):
    text = page.get("/settings/automations").content.decode()
    assert "No automations yet" in text
    assert "Nobody is forgotten" in text
    for place in range(4):
        answer = page.post(f"/settings/automations/begin/{place}")
        assert answer.status_code == 303
        assert Automation.objects.latest("pk").is_complete
    assert page.post("/settings/automations/begin/4").status_code == 404
    text = page.get("/settings/automations").content.decode()
    assert "When a person is added: Task “Say hello” for the owner" in text


def test_it_is_laid_out_part_by_part(page, admin, at):
    view = save_view("people", by=admin, at=at, name="Quiet", query="f=lifecycle:is:customer")
    answer = page.post("/settings/automations/add", {"name": "Call", "list_name": "people"})
    row = Automation.objects.get()
    assert answer.headers["Location"] == at_(row)
    assert page.post(at_(row, "/on")).status_code == 302
    row.refresh_from_db()
    assert not row.is_on  # nothing is said yet
    assert "Say first when it acts" in page.get(at_(row)).content.decode()
    page.post(at_(row, "/when/view"), {"view": view.pk, "present": "on", "version": 1})
    page.post(at_(row, "/if"), {"query": "f=city:is:上海"})
    answer = page.post(at_(row, "/steps/add/task"), TASK["values"])
    assert answer.status_code == 303
    page.post(at_(row, "/steps/add/tag"), TAG["values"])
    page.post(at_(row, "/steps/1/move"))
    page.post(at_(row, "/steps/1"), {**TASK["values"], "title": "Ring"})
    row.refresh_from_db()
    assert [step["do"] for step in row.steps] == ["tag", "task"]
    text = page.get(at_(row)).content.decode()
    assert "When a person enters the view “Quiet”, or is in it already" in text
    assert "City is 上海" in text
    assert "Task “Ring” for the owner" in text
    assert page.post(at_(row, "/steps/0/remove?seen=1")).status_code == 409  # changed since
    page.post(at_(row, "/steps/0/remove"))
    page.post(at_(row, "/limits"), {"name": "Call", "per_hour": 20, "once": "on", "version": 99})
    page.post(at_(row, "/on"))
    row.refresh_from_db()
    assert (row.is_on, row.view, row.query) == (True, view, "f=city%3Ais%3A%E4%B8%8A%E6%B5%B7")
    assert page.post(at_(row, "/steps/9/remove")).status_code == 404


@pytest.mark.parametrize(
    ("rest", "data", "sentence"),
    [
        ("/when/view", {"view": 0}, "Select a valid choice|Choose one of the values"),
        ("/when/time?every=day", {"at": "25:00"}, "Enter a time"),
        ("/when/event", {"event": "PersonErased"}, "Choose one of the values"),
        ("/steps/add/task", {"title": "", "assignee": "owners", "priority": 2}, "Write what"),
        ("/limits", {"name": "", "per_hour": 0, "version": 1}, "Enter a name"),
        ("/limits", {"name": "A", "per_hour": 0, "version": 1}, "from 1 to 10,000"),
    ],
)
def test_bad_input_is_one_sentence(page, admin, at, rest, data, sentence):
    row = create_automation("people", by=admin, at=at, name="A")
    answer = page.post(at_(row, rest), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert any(one in text for one in sentence.split("|"))
    row.refresh_from_db()
    assert (row.kind, row.steps, row.per_hour) == ("", [], 500)


def test_a_filter_that_does_not_exist_is_told(page, admin, at):
    row = create_automation("people", by=admin, at=at, name="A")
    assert page.get(at_(row, "/if?f=custom.salary:min:1")).status_code == 422
    assert page.post(at_(row, "/if"), {"query": "f=custom.salary:min:1"}).status_code == 422


def test_conditions_are_asked_by_the_dialog_of_the_list(page, admin, at):
    row = create_automation("people", by=admin, at=at, name="A")
    text = page.get(at_(row, "/if")).content.decode()
    assert "It acts on every record" in text
    asked = {"column": "city", "operator": "is", "value": "上海", "back": at_(row, "/if")}
    answer = page.get("/lists/people/filter", asked)
    assert answer.headers["Location"].startswith(at_(row, "/if?f=city"))
    elsewhere = page.get("/lists/people/filter", {**asked, "back": "//evil.example"})
    assert elsewhere.headers["Location"].startswith("/people/")
    text = page.get(answer.headers["Location"]).content.decode()
    assert "0 records match now" in text


def test_the_dry_run_tells_of_the_past(page, alice, automate):
    now = datetime.now(tz=UTC)
    create_person(by=alice, at=now - timedelta(days=40), family="李", given="娜")
    create_person(by=alice, at=now, family="王", given="伟")
    row = automate(ADDED, TASK)
    text = page.get(at_(row, "/outlook"), headers=HX).content.decode()
    assert "Within the last 30 days it would have acted 1 time." in text
    assert "王伟" in text
    assert not Task.objects.exists()


def test_the_log_and_the_way_back(page, automate, wake, alice, at):
    row = automate(ADDED, TASK)
    create_person(by=alice, at=at, family="王", given="伟")
    (run,) = wake()
    text = page.get(at_(row)).content.decode()
    assert "王伟" in text
    assert "Task “Call” for the owner" in text
    assert "It has not acted yet" not in text
    one = f"/settings/automations/runs/{run.pk}"
    assert "Undo" in page.get(one).content.decode()
    assert page.post(f"{one}/undo").status_code == 303
    assert not Task.objects.exists()
    assert page.post(f"{one}/undo").status_code == 409
    assert "Nothing of the kind" in page.get(at_(row, "?outcome=error")).content.decode()


def test_as_many_queries_with_one_row_as_with_fifty(page, automate, wake, alice, at):
    row = automate(ADDED)

    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert page.get(address).status_code == 200
        return len(seen)

    create_person(by=alice, at=at, family="王", given="伟")
    wake()
    count(at_(row))
    before = count(at_(row)), count("/settings/automations")
    AutomationRun.objects.bulk_create(
        AutomationRun(
            automation=row, row_id=n, occasion=f"event {n}", asked_at=at, done_at=at, outcome="done"
        )
        for n in range(1_000_000, 1_000_049)
    )
    assert (count(at_(row)), count("/settings/automations")) == before


def test_who_may_not_set_up_automations_sees_none(signed_in, alice, automate):
    row = automate(ADDED)
    page = signed_in(alice)
    assert page.get("/settings/automations").status_code == 403
    assert page.get(at_(row)).status_code == 403
    assert page.post(at_(row, "/on")).status_code == 403


def test_a_manager_sees_her_own_and_takes_over_what_she_changes(
    signed_in, bob, admin, at, automate
):
    hers = create_automation("people", by=bob, at=at, name="Mine")
    others = automate(ADDED)
    page = signed_in(bob)
    assert page.get(at_(hers)).status_code == 200
    assert page.get(at_(others)).status_code == 404
    other = signed_in(admin)
    assert "acts with the rights of Bob" in other.get(at_(hers)).content.decode()
    other.post(at_(hers, "/steps/add/tag"), TAG["values"])
    hers.refresh_from_db()
    assert hers.owner == admin


def test_it_is_removed_with_its_log(page, automate, wake, alice, at):
    row = automate(ADDED)
    create_person(by=alice, at=at, family="王", given="伟")
    wake()
    assert "Its log goes with it" in page.get(at_(row, "/remove")).content.decode()
    page.post(at_(row, "/remove"), {"yes": "1"})
    assert not Automation.objects.exists()
    assert not AutomationRun.objects.exists()
