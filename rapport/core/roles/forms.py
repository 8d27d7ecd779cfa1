"""The shape of what is chosen for a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from rapport.core.assembly import listed
from rapport.core.roles.queries import scope_labels
from rapport.core.sentences import NO_NAME, needs


class RoleForm(forms.Form):
    """A role's name, and for each right how far it reaches."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, error_messages=needs(NO_NAME)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for right in listed("rights").values():
            self.fields[right.name] = forms.ChoiceField(
                label=right.label, required=False, choices=scope_labels()
            )

    def rights(self) -> dict[str, str]:
        """Return right → scope for those that were granted."""
        return {n: str(v) for n, v in self.cleaned_data.items() if n != "name" and v}
