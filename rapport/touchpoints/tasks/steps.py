"""The next step on the record page: the task that comes first."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.pages import formats
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import NextStep
from rapport.touchpoints.tasks.queries import first_open


def planned(party: Party, user: User, at: datetime) -> NextStep | None:
    """Return what was planned next, when it is due, and who does it."""
    task = first_open(party.pk) if may(user, "touchpoints.view_task") else None
    if task is None or not may(user, "touchpoints.view_task", task):
        return None
    reason = _("%(name)s has it on the list.") % {"name": task.assignee.name}
    if task.due_on is not None:
        values = {"name": task.assignee.name, "when": formats.date(task.due_on)}
        is_late = task.due_on < timezone.localdate(at)
        reason = (
            _("It was due on %(when)s; %(name)s has it on the list.")
            if is_late
            else _("Due on %(when)s; %(name)s has it on the list.")
        ) % values
    return NextStep(
        title=_("Next step: %(what)s") % {"what": task.title},
        reason=reason,
        href=reverse("tasks:open", args=[task.pk]),
        label=_("Open task"),
        icon="checkbox",
    )
