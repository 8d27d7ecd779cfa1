"""What is asked about a number or address."""

from __future__ import annotations

from typing import Any

from babel.core import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from rapport.core.sentences import needs
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.contactpoints.models import Channel, ContactPoint, Label
from rapport.customers.contactpoints.normalizing import EmptyContact

PLACE = ("street", "postcode", "city", "region", "country")


def countries() -> list[tuple[str, str]]:
    """Return all countries by name, in the reader's language."""
    chinese = (get_language() or "en").startswith("zh")
    names = Locale("zh", script="Hans") if chinese else Locale("en")
    found = [
        (c, n)
        for c, n in names.territories.items()
        if len(c) == 2 and c not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
    ]
    return [("", "–"), *sorted(found, key=lambda pair: pair[1])]


class ContactForm(forms.Form):
    """A number or address and what it is used for; an address is asked in its parts."""

    value = forms.CharField(max_length=500, error_messages=needs(EmptyContact))
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(
        label=_("City"), max_length=100, error_messages=needs(_("Enter at least the city."))
    )
    region = forms.CharField(label=_("Region"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    label = forms.ChoiceField(
        label=_("Used for"), choices=[("", "–"), *Label.choices], required=False
    )
    is_primary = forms.BooleanField(label=_("Use this one first"), required=False)

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        if channel == Channel.ADDRESS:
            del self.fields["value"]
            self.fields["country"].choices = countries()  # type: ignore[attr-defined]
            return
        for name in PLACE:
            del self.fields[name]
        self.fields["value"].label = Channel(channel).label
        if channel == Channel.PHONE:
            self.fields["value"].help_text = _(
                "With + and country code, or as it is dialled here; extension after ext."
            )

    def contact(self) -> Contact:
        """Return what was typed, as the rules take it."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "is_primary"}
        return Contact(channel=self.channel, **data)


class CorrectionForm(ContactForm):
    """A number or address that stands already; which one comes first is another question."""

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, channel=channel, **kwargs)
        del self.fields["is_primary"]


class BounceForm(forms.Form):
    """Why a number or address does not work."""

    reason = forms.CharField(
        label=_("Why it does not work"),
        max_length=200,
        required=False,
        help_text=_("For example: mail came back, number not in service, moved away."),
    )


def initial(point: ContactPoint) -> dict[str, Any]:
    """Return a contact point as the form shows it."""
    value = f"{point.raw}"
    names = ("label", "is_primary", *PLACE)
    return {"value": value, **{name: getattr(point, name) for name in names}}
