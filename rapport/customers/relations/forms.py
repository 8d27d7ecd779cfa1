"""What is asked about a relation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.pages.fields import DayField, PickField
from rapport.customers.relations.queries import ways


class RelationForm(forms.Form):
    """What a party is to whom."""

    way = forms.ChoiceField(label=_("Is"))
    other = PickField("parties:pick", label=_("Whom"))
    since = DayField(label=_("Since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways()  # type: ignore[attr-defined]
