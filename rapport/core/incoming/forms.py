"""The shape of an incoming hook."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.incoming.actions import NothingIn
from rapport.core.incoming.paths import LONGEST
from rapport.core.incoming.queries import offered
from rapport.core.sentences import NO_NAME, needs, said_by


class IncomingForm(forms.Form):
    """Who sends, and what it sends."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        help_text=_("Which program sends, such as “Form on our website”."),
        error_messages=needs(NO_NAME),
    )
    kind = forms.ChoiceField(label=_("Each message becomes one of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.name, kind.label) for kind in offered().values()
        ]


class SampleForm(forms.Form):
    """A message to try with."""

    sample = forms.CharField(
        label=_("A sample message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages=needs(NothingIn),
        help_text=_('JSON, such as {"name": "王伟", "email": "wang@example.com"}'),
    )

    def clean_sample(self) -> Any:
        """Return the JSON."""
        try:
            return json.loads(self.cleaned_data["sample"])
        except (ValueError, RecursionError):
            raise forms.ValidationError(said_by(NothingIn)) from None
