"""The shape of what everybody may change about herself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.core.company.queries import timezones
from rapport.core.sentences import NO_NAME, NO_PASSWORD, needs


class ProfileForm(forms.Form):
    """Name, language, time zone and look."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages=needs(NO_NAME),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label=_("Time zone"))
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    density = forms.ChoiceField(
        label=_("Row height"),
        choices=[
            ("compact", _("Compact")),
            ("standard", _("Standard")),
            ("relaxed", _("Relaxed")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = timezones()  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """The present password and a new one."""

    present = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        strip=False,
        max_length=1000,
        required=False,
    )
    password = forms.CharField(
        label=_("New password"),
        error_messages=needs(NO_PASSWORD),
        help_text=_("At least 10 characters. A sentence is easier to remember than a word."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        max_length=1000,
    )
