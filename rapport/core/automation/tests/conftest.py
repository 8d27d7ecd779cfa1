"""An automation laid out and turned on, and the work of the queue done at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.automation import jobs, preparing, running
from rapport.core.automation.actions import create_automation, turn_on_automation
from rapport.core.automation.models import Automation, AutomationRun
from rapport.core.events.models import EventRow

TAG: dict[str, Any] = {"do": "tag", "values": {"name": "VIP"}}
TASK: dict[str, Any] = {
    "do": "task",
    "values": {"title": "Call", "assignee": "owners", "due_in": 3, "priority": 2},
}


@pytest.fixture
def automate(admin: User, at: datetime) -> Callable[..., Automation]:
    """Return a way to lay out an automation of the administrator and turn it on."""

    def make(
        trigger: tuple[str, dict[str, Any]],
        *steps: dict[str, Any],
        by: User = admin,
        moment: datetime = at,
        list_name: str = "people",
        **details: Any,
    ) -> Automation:
        row = create_automation(
            list_name,
            by=by,
            at=moment,
            **{"name": "Rule", "trigger": trigger, "steps": steps or [TAG], **details},
        )
        return turn_on_automation(row.pk, by=by, at=moment)

    return make


@pytest.fixture
def wake(at: datetime) -> Callable[..., list[AutomationRun]]:
    """Return a way to wake automations by all events since the last time, and do what they say, as the queue would."""
    last = [EventRow.objects.order_by("-id").values_list("pk", flat=True).first() or 0]

    def run(moment: datetime = at) -> list[AutomationRun]:
        while True:
            rows = EventRow.objects.filter(pk__gt=last[0]).order_by("id")
            ids = list(rows.values_list("pk", flat=True))
            if not ids:
                break
            last[0] = ids[-1]
            for event_id in ids:
                preparing.wake(event_id, at=moment)
            do_all(moment)
        return list(AutomationRun.objects.order_by("id"))

    return run


def do_all(moment: datetime) -> None:
    """Do what waits, as the job does."""
    for row in Automation.objects.filter(started_at__isnull=False).select_related("owner"):
        while not jobs.hold(row, at=moment):
            run_ids = running.next_runs(row, at=moment)
            if not run_ids:
                break
            jobs.do(row, run_ids, at=moment)
