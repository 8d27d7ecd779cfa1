"""Accounts, over the API."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Amount, Currency, Id, Input, Key, Text30
from rapport.customers.accounts import actions, queries
from rapport.customers.accounts.models import Account, Tier
from rapport.customers.parties.queries import party_of

router = Router(tags=["accounts"])


class AccountFields(Input):
    """The terms on which a party buys; fields left out stay as they are."""

    number: Text30 = ""
    tier: Tier = Tier.STANDARD
    payment_days: Annotated[int, Field(ge=0, le=3650)] = 0
    credit_limit: Amount | None = None
    currency: Currency = "CNY"
    manager_id: Key | None = None


class AccountOut(Schema):
    """An account: number, tier, terms, account manager."""

    id: int
    party_id: int
    number: str
    tier: str
    payment_days: int
    credit_limit: Decimal | None
    currency: str
    manager_id: int | None
    closed_at: datetime | None
    created_at: datetime
    version: int


ACCOUNT = Resource(router, "/accounts/{account_id}", AccountOut, queries.account_of)


@router.get("/parties/{party_id}/accounts", response=list[AccountOut], summary="List the accounts")
def list_accounts(request: HttpRequest, party_id: Id) -> list[AccountOut]:
    """List the accounts of a party, the open ones first."""
    found = queries.accounts_of(party_of(caller(request), party_id))
    return [AccountOut.from_orm(one) for one in found]


@ACCOUNT.post("/parties/{party_id}/accounts", "Open an account")
def post_account(request: HttpRequest, party_id: Id, payload: AccountFields) -> Account:
    """Open an account; without a number it gets the next one, without a manager the owner's."""
    terms = payload.model_dump(exclude_unset=True)
    return actions.open_account(party_id, by=caller(request), at=timezone.now(), terms=terms)


@ACCOUNT.get("Read an account")
def get_account(request: HttpRequest, account_id: Id) -> None:
    """Read one account."""


@ACCOUNT.patch("Edit an account")
def patch_account(request: HttpRequest, account_id: Id, payload: AccountFields) -> None:
    """Change some of an account's terms."""
    actions.edit_account(
        account_id,
        by=caller(request),
        at=timezone.now(),
        changes=payload.model_dump(exclude_unset=True),
        version=if_match(request),
    )


@ACCOUNT.verb("close", "Close an account")
def post_close_account(request: HttpRequest, account_id: Id) -> None:
    """Close an account; its history stays."""
    actions.close_account(account_id, by=caller(request), at=timezone.now())
