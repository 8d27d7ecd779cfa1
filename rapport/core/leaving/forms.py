"""The shape of what is chosen when a colleague leaves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LeaveForm(forms.Form):
    """Who takes over."""

    heirs = forms.TypedMultipleChoiceField(
        label=_("Who takes over"),
        help_text=_(
            "With several, customers are shared evenly; what belongs to one customer stays together."
        ),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, heirs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heirs"].choices = heirs  # type: ignore[attr-defined]
