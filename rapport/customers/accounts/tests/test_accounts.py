"""The terms on which a party buys."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.errors import Invalid, Missing
from rapport.core.search.queries import search
from rapport.customers.accounts.actions import (
    ClosedAlready,
    NegativeLimit,
    NumberTaken,
    UnknownManager,
    close_account,
    edit_account,
    open_account,
)
from rapport.customers.accounts.models import Account

pytestmark = pytest.mark.django_db


def test_it_gets_a_number_and_is_found_by_it(haina, alice, at, told) -> None:
    account = open_account(haina.pk, by=alice, at=at)
    assert account.number == f"A-{account.pk:06d}"
    assert (account.manager, account.tier) == (alice, "standard")
    assert haina.pk in [f.object_id for f in search(alice, account.number)]
    assert told("AccountOpened")[0]["party_id"] == haina.pk


def test_a_number_belongs_to_one(haina, wang, alice, at) -> None:
    open_account(haina.pk, by=alice, at=at, terms={"number": "K-1"})
    with pytest.raises(NumberTaken):
        open_account(wang.pk, by=alice, at=at, terms={"number": "K-1"})


def test_terms_change(haina, alice, bob, at, told) -> None:
    account = open_account(haina.pk, by=alice, at=at)
    changes = {"tier": "gold", "credit_limit": "50000", "payment_days": 30, "manager_id": bob.pk}
    edit_account(account.pk, by=alice, at=at, changes=changes)
    account = Account.objects.get()
    assert (account.credit_limit, account.manager) == (Decimal(50000), bob)
    assert set(told("AccountEdited")[0]["fields"]) == set(changes)
    with pytest.raises(StaleVersion):
        edit_account(account.pk, by=alice, at=at, changes={"tier": "key"}, version=1)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"credit_limit": "-1"}, NegativeLimit),
        ({"currency": "XYZ"}, Invalid),
        ({"tier": "platinum"}, Invalid),
        ({"manager_id": 0}, None),
        ({"manager_id": 99999999}, UnknownManager),
    ],
)
def test_bad_terms(haina, alice, at, changes, error) -> None:
    account = open_account(haina.pk, by=alice, at=at)
    if error is None:
        edit_account(account.pk, by=alice, at=at, changes=changes)
        assert Account.objects.get().manager is None
        return
    with pytest.raises(error):
        edit_account(account.pk, by=alice, at=at, changes=changes)


def test_closing(haina, alice, charlie, at, told) -> None:
    account = open_account(haina.pk, by=alice, at=at)
    with pytest.raises(Missing):
        close_account(account.pk, by=charlie, at=at)
    close_account(account.pk, by=alice, at=at)
    assert told("AccountClosed")
    with pytest.raises(ClosedAlready):
        close_account(account.pk, by=alice, at=at)
