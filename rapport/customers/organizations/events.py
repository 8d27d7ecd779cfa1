"""What happens to organizations."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Event, subject="organization_id", party="organization_id"):
    """We know one more organization."""

    organization_id: int


@dataclass(frozen=True, kw_only=True)
class OrganizationEdited(Event, subject="organization_id", party="organization_id"):
    """Something we know of an organization was changed; `fields` says what."""

    organization_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class OrganizationsEdited(Event, subject=""):
    """The same was changed of many organizations at once."""

    party_ids: list[int]
    fields: list[str]
