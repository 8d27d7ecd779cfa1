"""The shape of a new access token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.access.queries import scopes
from rapport.core.assembly import listed
from rapport.core.sentences import needs
from rapport.core.tokens.actions import TokenNeedsName

NEVER = "never"
DAYS = [
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("One year")),
    (NEVER, pgettext_lazy("expires", "Never")),
]
ALL, READ, CHOSEN = "all", "read", "chosen"
WIDTHS = [
    (ALL, _("Everything I may do")),
    (READ, _("Only read")),
    (CHOSEN, _("Only what I choose below")),
]


class TokenForm(forms.Form):
    """Name, end, and what the token may do."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        help_text=_("Which program uses it, such as “Web shop”."),
        error_messages=needs(TokenNeedsName),
    )
    days = forms.ChoiceField(label=_("Expires after"), choices=DAYS, initial="90")
    width = forms.ChoiceField(label=_("It may do"), choices=WIDTHS, initial=ALL)
    rights = forms.MultipleChoiceField(
        label=_("Rights"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        labels = listed("rights")
        rights: Any = self.fields["rights"]
        rights.choices = [(name, labels[name].label) for name in labels if name in scopes(user)]

    def clean_name(self) -> str:
        """Return the name in one line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def lasts(self) -> timedelta | None:
        """Return how long the token is good, None for ever."""
        days = self.cleaned_data["days"]
        return None if days == NEVER else timedelta(days=int(days))

    def wanted(self) -> list[str] | None:
        """Return the rights of the token, None for all."""
        width = self.cleaned_data["width"]
        if width == READ:
            return [name for name in scopes(self.user) if ".view_" in name]
        return list(self.cleaned_data["rights"]) if width == CHOSEN else None
