"""What happens to people's places in organizations."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class AffiliationStarted(Event, subject="affiliation_id", party="person_id"):
    """A person works at an organization."""

    affiliation_id: int
    person_id: int
    organization_id: int


@dataclass(frozen=True, kw_only=True)
class AffiliationEdited(Event, subject="affiliation_id", party="person_id"):
    """A person's title, department or dates there were changed."""

    affiliation_id: int
    person_id: int
    organization_id: int


@dataclass(frozen=True, kw_only=True)
class AffiliationEnded(Event, subject="affiliation_id", party="person_id"):
    """A person no longer works at an organization."""

    affiliation_id: int
    person_id: int
    organization_id: int


@dataclass(frozen=True, kw_only=True)
class ManagerSet(Event, subject="affiliation_id", party="person_id"):
    """A person has another manager, or none, in the org chart."""

    affiliation_id: int
    person_id: int
    organization_id: int
    reports_to_id: int | None
