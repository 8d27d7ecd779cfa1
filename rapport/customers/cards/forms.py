"""What is pasted, and what was read from it, each part to be accepted or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.customers.cards.signatures import LONGEST, Suggested
from rapport.customers.people.models import Honorific

LABELS = {
    "family": _("Family name"),
    "given": _("Given name"),
    "honorific": _("Form of address"),
    "title": _("Title"),
    "company": _("Company"),
    "phone": _("Phone"),
    "phone_2": _("Second phone"),
    "email": _("E-mail"),
    "wechat": _("WeChat"),
    "web": _("Website"),
    "street": _("Address"),
}


class PasteForm(forms.Form):
    """A signature, or a business card as text."""

    text = forms.CharField(
        label=_("Signature or card"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=_("Paste what stands below a mail, or the text of a vCard."),
    )


class AcceptForm(forms.Form):
    """Each part that was read: accepted or not, and corrected."""

    text = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    whom = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        suggested: Sequence[Suggested],
        alike: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = suggested
        self.fields["whom"].choices = [("", _("A new person")), *alike]  # type: ignore[attr-defined]
        self.fields["whom"].required = False
        for one in suggested:
            label = LABELS[one.field]
            self.fields[f"use_{one.field}"] = forms.BooleanField(
                label=label, required=False, initial=True
            )
            said: dict[str, Any] = {
                "label": label,
                "required": False,
                "initial": one.value,
                "help_text": one.line if one.line != one.value else "",
            }
            self.fields[one.field] = (
                forms.ChoiceField(choices=Honorific.choices, **said)
                if one.field == "honorific"
                else forms.CharField(max_length=200, **said)
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return for each part whether it is accepted, and its text."""
        return [(self[f"use_{one.field}"], self[one.field]) for one in self.suggested]

    def accepted(self) -> dict[str, str]:
        """Return the accepted parts."""
        data = self.cleaned_data
        return {
            one.field: data[one.field].strip()
            for one in self.suggested
            if data[f"use_{one.field}"] and data[one.field].strip()
        }
