"""The shape of what is typed about a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.sentences import NO_NAME, needs
from rapport.core.users.queries import team_choices


class TeamForm(forms.Form):
    """A team's name and the team above it."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, error_messages=needs(NO_NAME)
    )
    parent = forms.TypedChoiceField(
        label=pgettext_lazy("of a team", "Belongs to"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, without: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(pk, label) for pk, label in team_choices() if pk != without]
        self.fields["parent"].choices = [("", _("Nothing above it")), *others]  # type: ignore[attr-defined]
