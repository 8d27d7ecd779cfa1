"""What is asked about a household."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.pages.fields import PickField
from rapport.core.sentences import needs
from rapport.customers.households.actions import NamelessHousehold
from rapport.customers.households.models import Role


class HouseholdForm(forms.Form):
    """A new household around a person."""

    name = forms.CharField(label=_("Name of the household"), max_length=200, required=False)


class MemberForm(forms.Form):
    """One more member."""

    person = PickField("parties:pick", "?kind=person", label=_("Person"))
    role = forms.ChoiceField(
        label=_("Is"), choices=[one for one in Role.choices if one[0] != Role.HEAD]
    )


class EditForm(forms.Form):
    """The name of a household and who heads it."""

    name = forms.CharField(
        label=_("Name of the household"), max_length=200, error_messages=needs(NamelessHousehold)
    )
    head = forms.TypedChoiceField(label=_("Head of household"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].choices = people  # type: ignore[attr-defined]
