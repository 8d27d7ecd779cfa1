"""Widget: the tasks that are due."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.home.widgets import Reader, Widget
from rapport.touchpoints.tasks.events import TOLD
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.queries import in_order, with_parties

SHOWN = 8


def read(reader: Reader) -> dict[str, Any]:
    """Return what she has to do today and what is overdue, the oldest first."""
    mine = Task.objects.open().filter(assignee=reader.user, due_on__lte=reader.day)
    tasks = with_parties(reader.user, in_order(mine)[: SHOWN + 1])
    return {"tasks": tasks[:SHOWN], "has_more": len(tasks) > SHOWN, "day": reader.day}


TO_DO = Widget(
    name="tasks",
    label=_("To do today"),
    text=_("Your tasks that are due or overdue."),
    icon="checkbox",
    template="touchpoints/tasks/widget.html",
    read=read,
    right="touchpoints.view_task",
    page="tasks:list",
    rows=5,
    refresh_on=TOLD,
)
