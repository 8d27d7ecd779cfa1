"""The shape of the company's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.core.company.models import MailSecurity
from rapport.core.company.queries import LONGEST_MONTHS, currencies, timezones
from rapport.core.company.setup_code import is_setup_code
from rapport.core.sentences import NO_COMPANY, NO_NAME, NO_PASSWORD, needs

MONTHS = [
    (1, _("January")),
    (2, _("February")),
    (3, _("March")),
    (4, _("April")),
    (5, _("May")),
    (6, _("June")),
    (7, _("July")),
    (8, _("August")),
    (9, _("September")),
    (10, _("October")),
    (11, _("November")),
    (12, _("December")),
]


class CompanyForm(forms.Form):
    """Name, base currency, fiscal year, and the defaults of new colleagues."""

    name = forms.CharField(label=_("Company"), max_length=100, error_messages=needs(NO_COMPANY))
    base_currency = forms.ChoiceField(
        label=_("Base currency"),
        help_text=_("Amounts in other currencies are converted to it for sums and forecasts."),
    )
    fiscal_year_start = forms.TypedChoiceField(
        label=_("Fiscal year begins in"), choices=MONTHS, coerce=int
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label=_("Time zone"))
    keep_months: forms.Field | None = forms.IntegerField(
        label=_("Months for which changes and events are kept"),
        min_value=1,
        max_value=LONGEST_MONTHS,
        help_text=_(
            "What is older is deleted every night, for good: history, audit and undo reach back so far."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base_currency"].choices = currencies()  # type: ignore[attr-defined]
        self.fields["timezone"].choices = timezones()  # type: ignore[attr-defined]


class WelcomeForm(CompanyForm):
    """The company and its first administrator, and the code that proves who started the server."""

    keep_months = None
    code = forms.CharField(
        label=_("Set-up code"),
        max_length=40,
        help_text=_("It stands where Rapport was started: in that window, or in its log."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    administrator = forms.CharField(
        label=_("Your name"),
        max_length=100,
        error_messages=needs(NO_NAME),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        error_messages=needs(NO_PASSWORD),
        help_text=_("At least 10 characters. A sentence is easier to remember than a word."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        max_length=1000,
    )

    def clean_code(self) -> str:
        """Refuse whoever cannot look at the server."""
        typed: str = self.cleaned_data["code"]
        if not is_setup_code(typed):
            raise forms.ValidationError(
                _("This is not the set-up code. It looks like ABCD-2345; rapport up prints it.")
            )
        return typed


class MailServerForm(forms.Form):
    """The server through which mail goes out."""

    mail_host = forms.CharField(
        label=_("Server"),
        required=False,
        max_length=253,
        help_text=_("For example smtp.example.com. Empty: Rapport sends no mail."),
    )
    mail_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    mail_security = forms.ChoiceField(label=_("Encryption"), choices=MailSecurity.choices)
    mail_user = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    mail_password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    sender = forms.EmailField(
        label=_("Sender"),
        required=False,
        help_text=_("The address from which invitations and reminders come."),
    )
