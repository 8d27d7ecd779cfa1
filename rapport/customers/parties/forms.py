"""What is asked about parties of either kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.customers.parties.queries import everybody


class AssignForm(forms.Form):
    """Who shall own the records."""

    owner = forms.TypedChoiceField(label=_("New owner"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = everybody()  # type: ignore[attr-defined]
