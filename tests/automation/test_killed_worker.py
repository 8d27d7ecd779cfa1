"""A worker is killed between two steps of an automation, and before the last is written down: nothing twice, nothing lost."""

import pytest
from django.utils import timezone

from rapport.core.automation.actions import create_automation, turn_on_automation
from rapport.core.automation.models import AutomationRun
from rapport.core.changes.models import Change
from rapport.core.notifications.models import Notification
from rapport.customers.people.actions import create_person
from rapport.customers.tags.models import PartyTag
from rapport.touchpoints.tasks.models import Task
from tests.killing import gate, kill_at, until, worker

__all__ = ["gate", "worker"]
STEPS = [
    {"do": "tag", "values": {"name": "VIP"}},
    {"do": "task", "values": {"title": "Call", "assignee": "owners", "priority": 2}},
    {"do": "notify", "values": {"whom": "owner", "text": "Look"}},
]
MOMENTS = [
    ("INSERT", "touchpoints_task"),
    ("UPDATE", "core_automationrun WHEN (NEW.outcome = 'done')"),
]


def written() -> tuple[int, int, int]:
    """Count what the steps have written."""
    told = Notification.objects.filter(kind="automation_says")
    return PartyTag.objects.count(), Task.objects.count(), told.count()


@pytest.mark.django_db(transaction=True)
def test_all_steps_or_none_and_each_once(gate, worker, alice, admin):
    at = timezone.now()
    row = create_automation(
        "people",
        by=admin,
        at=at,
        name="Greet",
        trigger=("event", {"event": "PersonCreated"}),
        steps=STEPS,
    )
    turn_on_automation(row.pk, by=admin, at=at)
    for place in range(3):
        create_person(by=alice, at=timezone.now(), family="王", given=str(place))
    for verb, where in MOMENTS:
        kill_at(verb, where, gate, worker)
        assert written() == (0, 0, 0)
        assert set(AutomationRun.objects.values_list("outcome", flat=True)) == {"waiting"}
    worker()
    until(gate, "SELECT count(*) = 3 FROM core_automationrun WHERE outcome = 'done'")
    assert AutomationRun.objects.count() == 3
    assert written()[:2] == (3, 3)
    assert written()[2] >= 1  # three at once are told in one sentence
    groups = Change.objects.filter(cause="core.run_automation").values("group").distinct()
    assert groups.count() == AutomationRun.objects.values("group").distinct().count()
