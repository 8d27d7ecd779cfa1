"""With whom a record is shared, and what they may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Team
from rapport.core.sentences import needs
from rapport.customers.parties.queries import everybody
from rapport.customers.shares.actions import NobodyToShareWith


class ShareForm(forms.Form):
    """A colleague or a team."""

    who = forms.ChoiceField(label=_("Share with"), error_messages=needs(NobodyToShareWith))
    can_change = forms.ChoiceField(
        label=_("They may"),
        choices=[("", _("See it")), ("yes", _("See and change it"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"user:{pk}", name) for pk, name in everybody()]
        teams = [
            (f"team:{pk}", name)
            for pk, name in Team.objects.order_by("name").values_list("pk", "name")
        ]
        groups = [(_("Colleagues"), people), (_("Teams"), teams)]
        self.fields["who"].choices = [one for one in groups if one[1]]  # type: ignore[attr-defined]

    def target(self) -> dict[str, int]:
        """Return whom it was shared with, as the rules take it."""
        kind, _sign, key = self.cleaned_data["who"].partition(":")
        return {f"{kind}_id": int(key)}
