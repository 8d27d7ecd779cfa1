"""Opening, editing and closing accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.money.money import CURRENCIES, UnknownCurrency
from rapport.customers.accounts.events import AccountClosed, AccountEdited, AccountOpened
from rapport.customers.accounts.models import Account
from rapport.customers.parties.editing import require_party, set_fields
from rapport.customers.parties.entries import index

FIELDS = ("number", "tier", "payment_days", "credit_limit", "currency")


class NumberTaken(Conflict):
    """There is already an account with the number %(number)s."""


class NegativeLimit(Invalid):
    """A credit limit cannot be negative."""


class ClosedAlready(Conflict):
    """This account is closed already."""


class UnknownManager(Invalid):
    """Choose a colleague who works here as account manager."""


@action
def open_account(
    party_id: int, *, by: User, at: datetime, terms: Mapping[str, Any] | None = None
) -> Account:
    """Open an account for a party. Without a number it gets one from its key; its owner manages it unless named."""
    party = require_party(by, "customers.open_account", party_id)
    account = Account(party=party, number="?", manager=party.owner)
    values = dict(terms or {})
    number = str(values.pop("number", "") or "")
    _fill(account, values)
    if number:
        set_fields(account, {"number": number}, FIELDS)
        _check_number(account)
    account.number = number or f"?{party.pk}"
    account.save()
    if not number:
        account.number = f"A-{account.pk:06d}"
        account.save(update_fields=["number"])
    index([party.pk])
    publish(AccountOpened(account_id=account.pk, party_id=party.pk), by=by, at=at)
    return account


@action
def edit_account(
    account_id: int,
    *,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Account:
    """Change an account's terms."""
    account = require_row(by, "customers.edit_account", Account, account_id, version=version)
    changed = _fill(account, dict(changes))
    _check_number(account)
    if changed:
        account.save()
        index([account.party_id])
        publish(
            AccountEdited(account_id=account.pk, party_id=account.party_id, fields=changed),
            by=by,
            at=at,
        )
    return account


@action
def close_account(account_id: int, *, by: User, at: datetime) -> Account:
    """Close an account; its history stays."""
    account = require_row(by, "customers.close_account", Account, account_id)
    if account.closed_at is not None:
        raise ClosedAlready
    account.closed_at = at
    account.save(update_fields=["closed_at"])
    publish(AccountClosed(account_id=account.pk, party_id=account.party_id), by=by, at=at)
    return account


def _fill(account: Account, values: dict[str, Any]) -> list[str]:
    changed = []
    if "manager_id" in values:
        manager_id = values.pop("manager_id")
        if manager_id != account.manager_id:
            here = User.objects.filter(pk=manager_id or 0, is_system=False, left_at=None)
            if manager_id and not here.exists():
                raise UnknownManager(fields={"manager_id": UnknownManager().sentence()})
            account.manager_id = manager_id or None
            changed.append("manager_id")
    changed += set_fields(account, values, FIELDS)
    if account.currency not in CURRENCIES:
        sentence = UnknownCurrency(code=account.currency).sentence()
        raise Invalid(fields={"currency": sentence})
    if account.credit_limit is not None and account.credit_limit < 0:
        raise NegativeLimit(fields={"credit_limit": NegativeLimit().sentence()})
    return changed


def _check_number(account: Account) -> None:
    if Account.objects.filter(number=account.number).exclude(pk=account.pk).exists():
        raise NumberTaken(number=account.number)
