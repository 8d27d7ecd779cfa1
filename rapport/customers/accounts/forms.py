"""What is asked about an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.company.queries import currencies
from rapport.customers.accounts.models import Account, Tier
from rapport.customers.parties.queries import everybody


class AccountForm(forms.Form):
    """The terms on which a party buys."""

    number = forms.CharField(
        label=_("Number"),
        max_length=30,
        required=False,
        help_text=_("Left empty, it gets the next one."),
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    payment_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=3650)
    credit_limit = forms.DecimalField(
        label=_("Credit limit"), min_value=0, max_digits=19, decimal_places=4, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"))
    manager_id = forms.TypedChoiceField(
        label=_("Account manager"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = is_open
        self.fields["currency"].choices = currencies()  # type: ignore[attr-defined]
        self.fields["manager_id"].choices = [("", "–"), *everybody()]  # type: ignore[attr-defined]


def initial(account: Account) -> dict[str, Any]:
    """Return an account as the form shows it."""
    names = ("number", "tier", "payment_days", "credit_limit", "currency", "manager_id")
    return {name: getattr(account, name) for name in names}
