"""The shape of what is asked about a view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.sentences import NO_NAME, needs
from rapport.core.views.models import Audience, ViewUse

NOT = "no"


class ViewForm(forms.Form):
    """A view's name and who finds it."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=60, error_messages=needs(NO_NAME)
    )
    audience = forms.ChoiceField(label=_("Who finds it"), initial=Audience.PRIVATE)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_be = {Audience.PRIVATE: True, Audience.TEAM: user.team_id is not None}
        may_be[Audience.PUBLIC] = may(user, "core.share_view")
        now = self.initial.get("audience")
        audience: Any = self.fields["audience"]
        audience.choices = [
            (key, label) for key, label in Audience.choices if may_be[Audience(key)] or key == now
        ]


class FollowForm(forms.Form):
    """How one is told of what enters a view."""

    how = forms.ChoiceField(
        label=_("When a record enters this view"),
        choices=[(key or NOT, label) for key, label in ViewUse.Follows.choices],
        help_text=_(
            "Whether it comes by mail or in your digest, and when, you choose under Your account, Notifications."
        ),
    )

    def clean_how(self) -> str:
        """Return how she follows, nothing for not at all."""
        how = str(self.cleaned_data["how"])
        return "" if how == NOT else how
