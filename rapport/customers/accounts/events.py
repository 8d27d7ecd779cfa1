"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event, subject="account_id", party="party_id"):
    """A party may buy on these terms."""

    account_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class AccountEdited(Event, subject="account_id", party="party_id"):
    """The terms of an account were changed; `fields` says which."""

    account_id: int
    party_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event, subject="account_id", party="party_id"):
    """A party no longer buys on this account."""

    account_id: int
    party_id: int
