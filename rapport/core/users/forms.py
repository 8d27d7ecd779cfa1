"""The shape of what is typed about colleagues, teams and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.company.queries import timezones
from rapport.core.sentences import NO_NAME, NO_PASSWORD, needs
from rapport.core.users.queries import role_choices, team_choices


class PlaceForm(forms.Form):
    """A colleague's name, team and roles."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages=needs(NO_NAME))
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one role; without one she would see nothing.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", _("No team")), *team_choices()]  # type: ignore[attr-defined]
        self.fields["roles"].choices = role_choices()  # type: ignore[attr-defined]


class InviteForm(PlaceForm):
    """Who is invited."""

    email = forms.EmailField(
        label=pgettext_lazy("of a person", "E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    field_order = ["email", "name", "team", "roles"]


class AcceptForm(forms.Form):
    """What a new colleague tells about herself."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        error_messages=needs(NO_NAME),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        error_messages=needs(NO_PASSWORD),
        help_text=_("At least 10 characters. A sentence is easier to remember than a word."),
        widget=forms.PasswordInput({"autocomplete": "new-password", "autofocus": True}),
        strip=False,
        max_length=1000,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = timezones()  # type: ignore[attr-defined]
