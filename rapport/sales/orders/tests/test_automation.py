"""Automations for orders, tasks, households and products: what wakes them, and what is done with whom they lead to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rapport.core.automation import preparing
from rapport.core.automation.actions import undo_automation_run
from rapport.core.automation.outlook import outlook
from rapport.core.automation.steps import steps_for
from rapport.core.automation.subjects import subject_of
from rapport.core.automation.tests.conftest import TASK, automate, do_all, wake
from rapport.core.automation.triggers import watched
from rapport.core.errors import Invalid
from rapport.core.notifications.models import Notification
from rapport.core.views.actions import save_view
from rapport.customers.households.actions import form_household
from rapport.customers.parties.models import Party
from rapport.sales.orders.actions import deliver_order, place_order
from rapport.touchpoints.tasks.actions import create_task, finish_tasks, prioritize_tasks
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan

pytestmark = pytest.mark.django_db
__all__ = ["automate", "wake"]
TELL = {"do": "notify", "values": {"whom": "owner", "text": "Look"}}


def test_an_order_gives_its_customers_owner_a_task(automate, wake, order, alice, at) -> None:
    automate(("event", {"event": "OrderDelivered"}), TASK, list_name="orders")
    deliver_order(order.pk, by=alice, at=at)
    (run,) = wake()
    assert (run.outcome, run.row_id) == ("done", order.pk)
    task = Task.objects.get()
    assert (task.party_id, task.assignee) == (order.party_id, alice)
    undo_automation_run(run.pk, by=run.automation.owner, at=at)
    assert not Task.objects.open().exists()


def test_each_order_has_a_task_and_each_run_its_own_way_back(
    automate, wake, wang, two_notebooks, alice, at
) -> None:
    row = automate(("event", {"event": "OrderPlaced"}), TASK, list_name="orders")
    for _turn in range(3):
        place_order(by=alice, at=at, party_id=wang.pk, lines=two_notebooks)
    runs = wake()
    assert [run.outcome for run in runs] == ["done"] * 3
    assert Task.objects.open().count() == 3
    undo_automation_run(runs[1].pk, by=row.owner, at=at)
    assert Task.objects.open().count() == 2


def test_an_order_without_a_customer_says_so(automate, wake, two_notebooks, alice, at) -> None:
    automate(("event", {"event": "OrderPlaced"}), TASK, list_name="orders")
    place_order(by=alice, at=at, party_id=None, lines=two_notebooks)
    (run,) = wake()
    assert run.outcome == "error"
    assert "There is no customer here." in run.reason


def test_conditions_and_dry_run_of_orders(automate, wake, order, alice, at) -> None:
    tell = automate(
        ("event", {"event": "OrderDelivered"}), TELL, list_name="orders", query="f=kind:is:rental"
    )
    deliver_order(order.pk, by=alice, at=at)
    assert [run.outcome for run in wake()] == ["skipped"]
    assert outlook(tell, tell.owner, at=at + timedelta(minutes=1)).count == 0
    tell.query = ""
    found = outlook(tell, tell.owner, at=at + timedelta(minutes=1))
    assert (found.count, found.samples[0].name) == (1, order.number)


def test_tasks_done_one_by_one_or_many_at_once(automate, wake, wang, alice, at) -> None:
    automate(("event", {"event": "TaskFinished"}), TELL, list_name="tasks", once=False)
    automate(("event", {"event": "TaskFinished"}), list_name="people")
    ids = [create_task(Plan(title=title, party_id=wang.pk), by=alice, at=at).pk for title in "abc"]
    finish_tasks(ids, by=alice, at=at)
    runs = wake()
    assert sorted(run.row_id for run in runs if run.automation.list_name == "tasks") == ids
    assert [run.row_id for run in runs if run.automation.list_name == "people"] == [wang.pk]
    assert Notification.objects.filter(user=alice, kind__startswith="automation_says").exists()


def test_the_priority_of_a_task_changes(automate, wake, wang, alice, at) -> None:
    assert {"due_on", "priority", "assignee"} == set(watched(subject_of("tasks"), alice))
    give = {"do": "finish-task", "values": {}}
    automate(("field", {"column": "priority", "before": "", "after": "1"}), give, list_name="tasks")
    task = create_task(Plan(title="Call", party_id=wang.pk), by=alice, at=at)
    prioritize_tasks([task.pk], by=alice, at=at, priority=1)
    (run,) = wake()
    task.refresh_from_db()
    assert (run.outcome, task.is_done) == ("done", True)


def test_households(automate, wake, wang, alice, at) -> None:
    automate(("event", {"event": "HouseholdFormed"}), TASK, TELL, list_name="households")
    form_household(wang.pk, by=alice, at=at, name="王")
    (run,) = wake()
    assert run.outcome == "done"
    assert Task.objects.get().party_id == wang.pk


def test_products_are_told_of_before_they_go_and_have_no_owner(
    automate, notebook, admin, at
) -> None:
    when = {"column": "active_until", "way": "before", "days": 7, "at": "08:00"}
    with pytest.raises(Invalid):
        automate(("date", when), TELL, list_name="products")
    tell = {**TELL, "values": {"whom": str(admin.pk), "text": "Last week"}}
    row = automate(("date", when), tell, list_name="products")
    type(notebook).objects.filter(pk=notebook.pk).update(
        active_until=timezone.localdate(at) + timedelta(days=7)
    )
    state = row.state
    state.due_at, state.looked_on = at, timezone.localdate(at) - timedelta(days=1)
    state.save()
    preparing.begin_round(row.pk, at=at)
    do_all(at)
    assert Notification.objects.filter(user=admin, kind="automation_says").count() == 1


def test_each_list_offers_steps(admin) -> None:
    for name in ("orders", "tasks", "households", "products"):
        offered = {step.name for step in steps_for(subject_of(name), admin)}
        assert {"notify", "mail"} <= offered


def test_a_view_is_automated_from_its_menu(order, admin, at, signed_in) -> None:
    view = save_view("orders", by=admin, at=at, name="Unpaid", query="f=billing:is:unpaid")
    client: Any = signed_in(admin)
    page = client.get(f"/orders/?f=billing:is:unpaid&view={view.pk}").content.decode()
    assert "Automate this view" in page
    address = f"/settings/automations/add?view={view.pk}"
    assert 'value="Unpaid"' in client.get(address).content.decode()
    answer = client.post(address, {"name": "Remind", "list_name": "orders"})
    shown = client.get(answer["Location"]).content.decode()
    assert "Unpaid" in shown
    wrong = client.post(address, {"name": "Remind", "list_name": "people"})
    assert wrong.status_code == 422
    assert Party.objects.exists()
