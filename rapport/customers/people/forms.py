"""What is asked about a new person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.customfields.place import form_fields, keep_what_is_gone
from rapport.core.pagelayouts.asking import asked, lay
from rapport.core.pagelayouts.queries import Reader, laid_out
from rapport.core.pages.fields import PickField
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.parties.models import Kind, Lifecycle
from rapport.customers.people.layouts import PERSON_FORM
from rapport.customers.people.models import Honorific


class PersonForm(forms.Form):
    """A new person: name, how to address and reach her, where she works."""

    family = forms.CharField(label=_("Family name"), max_length=100, required=False)
    given = forms.CharField(label=_("Given name"), max_length=100, required=False)
    honorific = forms.ChoiceField(
        label=_("Form of address"), choices=[("", "–"), *Honorific.choices], required=False
    )
    lifecycle = forms.ChoiceField(
        label=_("Lifecycle"), choices=Lifecycle.choices, initial=Lifecycle.PROSPECT
    )
    phone = forms.CharField(label=_("Phone"), max_length=100, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    wechat = forms.CharField(label=_("WeChat ID"), max_length=50, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    organization = PickField(
        "parties:pick", "?kind=organization", label=_("Company"), required=False
    )
    title = forms.CharField(label=_("Title"), max_length=100, required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laid = laid_out(reader, PERSON_FORM)
        self.fields |= form_fields(reader.user, Kind.PERSON, also=asked(laid))
        self.sections = lay(self, PERSON_FORM, laid)

    def clean(self) -> None:
        """Keep what was written into a field that was removed meanwhile."""
        keep_what_is_gone(self)

    def contacts(self) -> list[Contact]:
        """Return the numbers and addresses that were filled in."""
        data = self.cleaned_data
        found = [
            Contact(channel=channel, value=data[channel], label=label)
            for channel, label in (("phone", "mobile"), ("email", ""), ("wechat", ""))
            if data[channel]
        ]
        if data["city"]:
            found.append(Contact(channel="address", city=data["city"]))
        return found

    def person(self) -> dict[str, Any]:
        """Return what belongs to the person herself."""
        names = ("family", "given", "honorific", "lifecycle")
        return {name: self.cleaned_data[name] for name in names}
