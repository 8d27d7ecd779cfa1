"""The shape of what is typed on the way in by a link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.sentences import NO_PASSWORD, needs


class EmailForm(forms.Form):
    """Where the link goes."""

    email = forms.EmailField(
        label=pgettext_lazy("of a person", "E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=_("New password"),
        error_messages=needs(NO_PASSWORD),
        help_text=_("At least 10 characters. A sentence is easier to remember than a word."),
        widget=forms.PasswordInput({"autocomplete": "new-password", "autofocus": True}),
        strip=False,
        max_length=1000,
    )
