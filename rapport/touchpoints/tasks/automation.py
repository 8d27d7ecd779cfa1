"""The step that writes down something to do with a customer; its day is counted from the day on which it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.automation.steps import of_verb
from rapport.core.automation.subjects import Case, Values
from rapport.touchpoints.tasks import bulk
from rapport.touchpoints.tasks.forms import OWNERS, BulkTaskForm
from rapport.touchpoints.tasks.queries import colleagues


class TaskStepForm(BulkTaskForm):
    """The same to do for each record: what, within how many days, by whom."""

    due_in = forms.IntegerField(
        label=gettext_lazy("Due within so many days"),
        required=False,
        min_value=0,
        max_value=3_650,
        help_text=gettext_lazy("Left empty, the task has no day."),
    )
    field_order = ("title", "assignee", "due_in", "priority", "details")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["due_on"]

    def plain(self) -> dict[str, Any]:
        """Return what was typed, as an automation keeps it."""
        return dict(self.cleaned_data)


def _form(user: User, data: Any) -> TaskStepForm:
    whom = colleagues(user, bulk.RIGHT)
    return TaskStepForm(data, colleagues=whom, initial={"assignee": OWNERS})


def _asked(values: Values, case: Case) -> Values:
    days = values.get("due_in")
    due = timezone.localdate(case.at) + timedelta(days=days) if days is not None else None
    return {**values, "due_on": due.isoformat() if due else None}


def _says(values: Values) -> str:
    words = {"title": values["title"], "whom": _whom(str(values["assignee"]))}
    return _("Task “%(title)s” for %(whom)s") % words


def _whom(assignee: str) -> str:
    if assignee == OWNERS:
        return _("the owner")
    name = User.objects.filter(pk=int(assignee)).values_list("name", flat=True).first()
    return name or "–"


TASK = of_verb(bulk.TASK, form=_form, plain=lambda form: form.plain(), says=_says, asked=_asked)
