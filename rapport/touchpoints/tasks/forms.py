"""What is typed to plan a task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.sentences import needs
from rapport.touchpoints.tasks.models import Priority, Task
from rapport.touchpoints.tasks.plan import NoTitle, Plan


class TaskForm(forms.Form):
    """A task: what, for which customer, until when, by whom."""

    title = forms.CharField(
        label=_("What is to be done"), max_length=200, error_messages=needs(NoTitle)
    )
    party = forms.IntegerField(label=_("Customer"), required=False)
    due_on = forms.DateField(label=_("Due"), required=False)
    due_time = forms.TimeField(label=_("Time"), required=False)
    reminder_at = forms.DateTimeField(label=_("Remind me"), required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=int,
        empty_value=None,
        required=False,
    )
    assignee = forms.TypedChoiceField(label=_("Who"), coerce=int, empty_value=None, required=False)
    details = forms.CharField(label=_("Details"), required=False, max_length=20_000)

    def __init__(
        self, *args: Any, colleagues: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = list(colleagues)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A time of day needs a day."""
        data = super().clean() or self.cleaned_data
        if data.get("due_time") and not data.get("due_on"):
            self.add_error("due_on", _("Choose the day as well."))
        return data

    def plan(self) -> Plan:
        """Return what was typed, as the rules take it."""
        data = self.cleaned_data
        return Plan(
            title=data["title"],
            details=data["details"],
            party_id=data["party"],
            assignee_id=data["assignee"],
            due_on=data["due_on"],
            due_at=_moment(data["due_on"], data["due_time"]),
            reminder_at=data["reminder_at"],
            priority=data["priority"] or Priority.NORMAL,
        )


def initial(task: Task) -> dict[str, Any]:
    """Return a task as the form shows it."""
    due = timezone.localtime(task.due_at) if task.due_at else None
    reminder = timezone.localtime(task.reminder_at) if task.reminder_at else None
    return {
        "title": task.title,
        "party": task.party_id,
        "due_on": task.due_on,
        "due_time": due.strftime("%H:%M") if due else None,
        "reminder_at": reminder,
        "priority": task.priority,
        "assignee": task.assignee_id,
        "details": task.details,
    }


def _moment(day: date | None, hour: time | None) -> datetime | None:
    if day is None or hour is None:
        return None
    return timezone.make_aware(datetime.combine(day, hour))


OWNERS = "owners"


class BulkTaskForm(forms.Form):
    """The same to do for many customers: what, until when, by whom."""

    title = forms.CharField(
        label=_("What is to be done"), max_length=200, error_messages=needs(NoTitle)
    )
    due_on = forms.DateField(label=_("Due"), required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    assignee = forms.ChoiceField(label=_("Who"))
    details = forms.CharField(label=_("Details"), required=False, max_length=20_000)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.input_type = "date"
        whom = [
            (OWNERS, _("The owner of each customer")),
            *((str(pk), who) for pk, who in colleagues),
        ]
        self.fields["assignee"].choices = whom  # type: ignore[attr-defined]

    def plain(self) -> dict[str, Any]:
        """Return what was typed, as a run keeps it."""
        data = self.cleaned_data
        return {**data, "due_on": data["due_on"].isoformat() if data["due_on"] else None}


class GiveForm(forms.Form):
    """Whom to give tasks to."""

    assignee = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = list(colleagues)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day to put tasks on."""

    due_on = forms.DateField(
        label=_("Due"), required=False, help_text=_("Left empty, they are for some day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.input_type = "date"

    def plain(self) -> dict[str, Any]:
        """Return what was typed, as a run keeps it."""
        day = self.cleaned_data["due_on"]
        return {"due_on": day.isoformat() if day else None}
