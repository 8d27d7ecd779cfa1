"""What a user answers when she adds a filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import Filter
from rapport.core.lists.operators import LABELS, OF_KIND, WITHOUT_VALUE, condition
from rapport.core.pages.fields import PickField

RELATIVE = [
    ("", _("this day")),
    ("today", _("today")),
    ("-7d", _("7 days ago")),
    ("-30d", _("30 days ago")),
    ("-60d", _("60 days ago")),
    ("-90d", _("90 days ago")),
    ("7d", _("in 7 days")),
    ("30d", _("in 30 days")),
]


class FilterForm(forms.Form):
    """One filter: an operator and its value, by the kind of the column."""

    operator = forms.ChoiceField(label=pgettext_lazy("filter", "Condition"))

    def __init__(self, *args: Any, column: Column, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column, self.user = column, user
        names = OF_KIND[column.kind]
        choices = [(str(value), label) for value, label in column.choices_for(user)]
        if choices:
            names = tuple(name for name in names if name != "is" or column.kind is Kind.BOOL)
            names = tuple(sorted(names, key=lambda name: name != "any"))
        if column.pick:
            names = tuple(name for name in names if name != "any")
        self.fields["operator"] = forms.ChoiceField(
            label=pgettext_lazy("filter", "Condition"), choices=[(n, LABELS[n]) for n in names]
        )
        self.fields |= self._value_fields(choices)

    def _value_fields(self, choices: list[tuple[str, Any]]) -> dict[str, forms.Field]:
        kind, label = self.column.kind, str(self.column.label)
        if kind is Kind.BOOL:
            both = [("yes", _("yes")), ("no", _("no"))]
            return {"value": forms.ChoiceField(label=label, choices=both)}
        if choices:
            if kind is Kind.USER:
                choices = [("me", _("me")), ("team", _("my team")), *choices]
            field = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
            return {"value": field}
        if self.column.pick:
            return {
                "value": PickField(*self.column.pick, self._picked(), label=label, required=False)
            }
        if kind in {Kind.DATE, Kind.DATETIME}:
            day = forms.DateInput(attrs={"type": "date"})
            day.input_type = "date"
            return {
                "relative": forms.ChoiceField(label=_("Day"), choices=RELATIVE, required=False),
                "value": forms.CharField(label=_("Date"), required=False, widget=day),
            }
        return {"value": forms.CharField(label=label, required=False, max_length=200)}

    def _picked(self) -> str:
        """Return the name of the record that the filter names now."""
        now = str(self.initial.get("value") or "")
        return self.column.named(self.user, now) if now and self.column.named else ""

    def clean(self) -> dict[str, Any]:
        """Read the filter; a value the list cannot use is told beside its field."""
        data = super().clean() or {}
        operator = data.get("operator", "")
        value = data.get("relative") or data.get("value") or ""
        value = str(value) if isinstance(value, int) else value
        if isinstance(value, list):
            value = "|".join(value)
            operator = "any" if operator == "is" else operator
            if operator == "not" and "|" in value:
                self.add_error("value", _("Choose one."))
        if not value and operator not in WITHOUT_VALUE and not self.errors:
            self.add_error("value", _("Choose or write a value."))
        if not self.errors:
            try:
                condition(self.column, operator, value, self.user)
            except Invalid as error:
                self.add_error("value", str(error))
        data["filter"] = Filter(
            self.column.name, operator, "" if operator in WITHOUT_VALUE else value
        )
        return data
