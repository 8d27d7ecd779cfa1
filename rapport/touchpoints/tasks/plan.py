"""What is to be done, as told by whoever writes it down, and the rules it must keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from rapport.core.errors import Invalid, RapportError
from rapport.touchpoints.tasks.models import Priority, Task

KEPT = ("title", "details", "due_on", "due_at", "reminder_at", "priority")


class NoTitle(Invalid):
    """Write what is to be done."""


class TitleTooLong(Invalid):
    """This is too long: %(limit)s characters fit. Put the rest into the details."""


class BrokenText(Invalid):
    """This text holds a character that cannot be stored. Type it again."""


class HourWithoutDay(Invalid):
    """Choose the day as well."""


class UnknownPriority(Invalid):
    """Choose high, normal or low."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A task before it is one. `due_at` falls on `due_on`; without an assignee it is for whoever makes it."""

    title: str
    details: str = ""
    party_id: int | None = None
    assignee_id: int | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    reminder_at: datetime | None = None
    priority: int = Priority.NORMAL
    source_id: int | None = None

    def columns(self) -> dict[str, object]:
        """Return what can be edited later as well."""
        return {
            "title": self.title.strip(),
            "details": self.details.strip(),
            "due_on": self.due_on,
            "due_at": self.due_at,
            "reminder_at": self.reminder_at,
            "priority": self.priority,
        }


def plan_of(task: Task, **changed: Any) -> Plan:
    """Return a task as it was planned, with some of it changed."""
    plan = Plan(**{name: getattr(task, name) for name in KEPT})
    return replace(plan, **changed)


def check(plan: Plan) -> None:
    """Refuse what cannot be, field by field. Errors: Invalid with a sentence for each field."""
    wrong: dict[str, RapportError] = {}
    if not plan.title.strip():
        wrong["title"] = NoTitle()
    elif len(plan.title.strip()) > 200:
        wrong["title"] = TitleTooLong(limit=200)
    if len(plan.details) > 20_000:
        wrong["details"] = TitleTooLong(limit=20_000)
    for name, text in {"title": plan.title, "details": plan.details}.items():
        if "\x00" in text:
            wrong[name] = BrokenText()
    if plan.due_at is not None and plan.due_on is None:
        wrong["due_on"] = HourWithoutDay()
    if plan.priority not in Priority.values:
        wrong["priority"] = UnknownPriority()
    if wrong:
        raise Invalid(fields={name: error.sentence() for name, error in wrong.items()})
