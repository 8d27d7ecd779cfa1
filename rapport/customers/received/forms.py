"""Whom it is about, and what the note says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.pages.fields import PickField


class PlaceForm(forms.Form):
    """A customer, and the text as it is to stand on the record."""

    party = PickField("parties:pick", label=_("Customer"))
    body = forms.CharField(
        label=_("Note"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, *args: Any, has_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_files:
            self.fields["body"].help_text = _("The files are attached, also without a note.")
