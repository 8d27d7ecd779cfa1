"""The shape of what is typed at sign-in."""

from __future__ import annotations

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.sentences import NO_PASSWORD, needs


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    field_order = ["login", "password", "remember"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = pgettext_lazy("of a person", "E-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autofocus": not self.is_bound,
        }
        password = self.fields["password"]
        password.label, password.help_text = _("Password"), ""
        password.error_messages |= needs(NO_PASSWORD)
        password.widget.attrs = {"autocomplete": "current-password", "autofocus": self.is_bound}
        self.fields["remember"].label = _("Stay signed in on this device for two weeks")


class EmailForm(forms.Form):
    """Where a link is to be sent."""

    email = forms.EmailField(
        label=pgettext_lazy("of a person", "E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
