"""What is asked about a new company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.customfields.place import form_fields, keep_what_is_gone
from rapport.core.pagelayouts.asking import asked, lay
from rapport.core.pagelayouts.queries import Reader, laid_out
from rapport.core.pages.fields import PickField
from rapport.core.sentences import needs
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.organizations.actions import NamelessOrganization
from rapport.customers.organizations.layouts import ORGANIZATION_FORM
from rapport.customers.organizations.models import Size
from rapport.customers.parties.models import Kind, Lifecycle


class OrganizationForm(forms.Form):
    """A new company: its name, what it does, how to reach it."""

    legal_name = forms.CharField(
        label=_("Company name"), max_length=200, error_messages=needs(NamelessOrganization)
    )
    trade_name = forms.CharField(
        label=_("Short name"),
        max_length=200,
        required=False,
        help_text=_("How colleagues call it; shown instead of the name."),
    )
    latin_name = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=100, required=False)
    size = forms.ChoiceField(label=_("Size"), choices=[("", "–"), *Size.choices], required=False)
    lifecycle = forms.ChoiceField(
        label=_("Lifecycle"), choices=Lifecycle.choices, initial=Lifecycle.PROSPECT
    )
    phone = forms.CharField(label=_("Phone"), max_length=100, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    web = forms.CharField(label=_("Website"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laid = laid_out(reader, ORGANIZATION_FORM)
        self.fields |= form_fields(reader.user, Kind.ORGANIZATION, also=asked(laid))
        self.sections = lay(self, ORGANIZATION_FORM, laid)

    def clean(self) -> None:
        """Keep what was written into a field that was removed meanwhile."""
        keep_what_is_gone(self)

    def contacts(self) -> list[Contact]:
        """Return the numbers and addresses that were filled in."""
        data = self.cleaned_data
        found = [
            Contact(channel=channel, value=data[channel], label="work")
            for channel in ("phone", "email", "web")
            if data[channel]
        ]
        if data["city"]:
            found.append(Contact(channel="address", city=data["city"]))
        return found

    def organization(self) -> dict[str, Any]:
        """Return what belongs to the company itself."""
        contact = {"phone", "email", "web", "city"}
        return {name: value for name, value in self.cleaned_data.items() if name not in contact}


class ParentForm(forms.Form):
    """To which company a company belongs."""

    parent = PickField(
        "parties:pick",
        "?kind=organization",
        label=_("Belongs to"),
        required=False,
        help_text=_("Left empty, it stands on its own."),
    )

    def __init__(self, *args: Any, shown: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].widget.shown = shown
