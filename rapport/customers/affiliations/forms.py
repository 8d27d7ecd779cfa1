"""What is asked about somebody's place in a company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.pages.fields import DayField, PickField


class PlaceForm(forms.Form):
    """Title, department and dates."""

    title = forms.CharField(label=_("Title"), max_length=100, required=False)
    department = forms.CharField(label=_("Department"), max_length=100, required=False)
    since = DayField(label=_("Since"))
    is_primary = forms.BooleanField(label=_("Works there first of all"), required=False)


class StartForm(PlaceForm):
    """Where a person works, or who works at a company."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Company") if kind == "organization" else _("Person")
        pick = PickField("parties:pick", f"?kind={kind}", label=label)
        self.fields = {"other": pick, **self.fields}


class ManagerForm(forms.Form):
    """To whom somebody reports."""

    reports_to = forms.TypedChoiceField(
        label=_("Reports to"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports_to"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """When it ended."""

    until = DayField(label=_("Until"))
