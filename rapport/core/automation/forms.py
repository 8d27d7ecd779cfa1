"""What is asked about an automation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.automation.models import Kind
from rapport.core.automation.subjects import Subject, subjects
from rapport.core.automation.triggers import EVERY, LAST_DAY, WAYS, WEEKDAYS, dated, watched
from rapport.core.sentences import NO_NAME, NOT_A_TIME, needs
from rapport.core.views.queries import views_of_list


class NewForm(forms.Form):
    """A new automation: what it is called, and whose records it is for."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        error_messages=needs(NO_NAME),
        help_text=_("Such as “Call film lovers”."),
    )
    list_name = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, one.label) for name, one in subjects().items()]
        self.fields["list_name"].choices = offered  # type: ignore[attr-defined]


class LimitsForm(forms.Form):
    """Its name, and how often it acts at most."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, error_messages=needs(NO_NAME)
    )
    once = forms.BooleanField(
        label=_("Only once for each record"),
        required=False,
        help_text=_("Also when it comes to its turn again."),
    )
    per_hour = forms.IntegerField(
        label=_("Records an hour at most"),
        help_text=_("Beyond that it is held for an hour, and you are told. What waits is kept."),
    )


class WhenForm(forms.Form):
    """What wakes it, by the kind that was chosen before."""

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        subject: Subject,
        user: User,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.kind, self.subject, self.user = kind, subject, user
        self.fields |= _FIELDS[Kind(kind)](subject, user, initial)

    def trigger(self) -> tuple[str, dict[str, Any]]:
        """Return kind and answers, as the rules take them."""
        return self.kind, {**self.initial, **self.cleaned_data}


def _choice(label: Any, choices: Any, *, required: bool = True, **more: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=list(choices), required=required, **more)


def _clock() -> forms.Field:
    clock = forms.TimeInput(attrs={"type": "time"})
    clock.input_type = "time"
    return forms.CharField(
        label=pgettext_lazy("automation", "At"),
        initial="09:00",
        widget=clock,
        error_messages=needs(NOT_A_TIME),
        help_text=_("In your time zone."),
    )


def _event(subject: Subject, _user: User, _now: Mapping[str, Any]) -> dict[str, forms.Field]:
    offered = [(one.name, one.says) for one in subject.occasions]
    return {"event": _choice(_("When the record"), offered)}


def _field(subject: Subject, user: User, now: Mapping[str, Any]) -> dict[str, forms.Field]:
    column = watched(subject, user).get(str(now.get("column", "")))
    offered = [(str(value), label) for value, label in column.choices_for(user)] if column else []
    if not offered:
        return {}
    either = [("", _("anything")), *offered]
    return {
        "before": _choice(pgettext_lazy("automation", "From"), either, required=False),
        "after": _choice(pgettext_lazy("automation", "To"), either, required=False),
    }


def _view(subject: Subject, user: User, _now: Mapping[str, Any]) -> dict[str, forms.Field]:
    views = [(str(view.id), view.name) for view in views_of_list(user, subject.name)]
    hint = _("Save filters of the list as a view first.") if not views else ""
    present = forms.BooleanField(
        label=_("Also for those who are in it when the automation is turned on"), required=False
    )
    return {"view": _choice(_("View"), views, help_text=hint), "present": present}


def _time(_subject: Subject, _user: User, now: Mapping[str, Any]) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    if now.get("every") == "week":
        made["day"] = _choice(_("Day"), WEEKDAYS.items())
    if now.get("every") == "month":
        days = [(str(day), str(day)) for day in range(1, LAST_DAY + 1)]
        made["day"] = _choice(_("Day of the month"), days)
    return made | {"at": _clock()}


def _date(subject: Subject, user: User, _now: Mapping[str, Any]) -> dict[str, forms.Field]:
    columns = [(name, column.label) for name, column in dated(subject, user).items()]
    return {
        "days": forms.IntegerField(label=_("Days"), min_value=0, max_value=3_650, initial=60),
        "way": _choice(_("Before or after"), WAYS.items()),
        "column": _choice(_("Date"), columns),
        "at": _clock(),
    }


_FIELDS = {
    Kind.EVENT: _event,
    Kind.FIELD: _field,
    Kind.VIEW: _view,
    Kind.TIME: _time,
    Kind.DATE: _date,
}
TIMES = list(EVERY)
