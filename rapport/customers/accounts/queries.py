"""Reading accounts."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.accounts.models import Account
from rapport.customers.parties.models import Party


def accounts_of(party: Party) -> list[Account]:
    """Return the accounts of a party, the open ones first."""
    found = Account.objects.filter(party=party).select_related("manager")
    return sorted(found, key=lambda one: (one.closed_at is not None, one.pk))


def account_of(user: User, account_id: int) -> Account:
    """Return one account. Errors: Missing."""
    account = Account.objects.visible_to(user).filter(pk=account_id).first()
    if account is None:
        raise Missing
    return account
