"""What happens to households."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class HouseholdFormed(Event, subject="household_id", party="head_id"):
    """People live and decide together."""

    household_id: int
    head_id: int


@dataclass(frozen=True, kw_only=True)
class HouseholdEdited(Event, subject="household_id", party="head_id"):
    """A household was renamed, or somebody else heads it."""

    household_id: int
    head_id: int


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Event, subject="household_id", party="person_id"):
    """A person belongs to a household."""

    household_id: int
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Event, subject="household_id", party="person_id"):
    """A person no longer belongs to a household."""

    household_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class HouseholdsDissolved(Event, subject=""):
    """Households ended; the people in them stay."""

    household_ids: list[int]
