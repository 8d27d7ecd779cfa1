"""Automations to begin with, for who has none yet. Each is laid out, looked over, and then turned on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HIGH, NORMAL = 1, 2


@dataclass(frozen=True)
class Beginning:
    """An automation that is offered: its name, why one wants it, when it acts, and what it does."""

    name: str | Promise
    text: str | Promise
    icon: str
    list_name: str
    trigger: tuple[str, dict[str, Any]]
    steps: Sequence[tuple[str, dict[str, Any]]]

    def details(self) -> dict[str, Any]:
        """Return what an automation is laid out with, in the reader's language."""
        return {
            "list_name": self.list_name,
            "name": str(self.name),
            "trigger": self.trigger,
            "steps": [
                {"do": name, "values": {key: _plain(value) for key, value in values.items()}}
                for name, values in self.steps
            ],
        }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Promise) else value


def _task(title: str | Promise, days: int, priority: int = NORMAL) -> tuple[str, dict[str, Any]]:
    task = {"title": title, "assignee": "owners", "due_in": days, "priority": priority}
    return "task", task


BEGINNINGS = [
    Beginning(
        _("Welcome new people"),
        _("When a person is added, her owner gets a task to say hello within a day."),
        "user-plus",
        "people",
        ("event", {"event": "PersonCreated"}),
        [_task(_("Say hello"), 1)],
    ),
    Beginning(
        _("Nobody is forgotten"),
        _("60 days after the last contact, the owner gets a task to get in touch."),
        "clock",
        "people",
        ("date", {"column": "last_touch_at", "days": 60, "way": "after", "at": "09:00"}),
        [_task(_("Get in touch"), 7)],
    ),
    Beginning(
        _("Complaints at once"),
        _("When a person complains, the owner is told and gets a task for today."),
        "mood-sad",
        "people",
        ("event", {"event": "ComplaintOpened"}),
        [
            ("notify", {"whom": "owner", "text": _("A complaint came in")}),
            _task(_("Answer the complaint"), 0, HIGH),
        ],
    ),
    Beginning(
        _("First order, then customer"),
        _("When a company places an order, it becomes a customer."),
        "shopping-cart",
        "organizations",
        ("event", {"event": "OrderPlaced"}),
        [("edit-lifecycle", {"value": "customer"})],
    ),
]
