"""What a person may ask of whoever keeps her data: a copy, and that nothing more is done with them."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.models import Kind, Party
from rapport.customers.privacy.events import PersonDisclosed, PersonRestricted, RestrictionLifted


class NoReason(Invalid):
    """Say why, so that whoever opens the record understands it."""


class IsErased(Conflict):
    """This person was erased. Only what the law makes us keep is left."""


@action
def restrict_person(person_id: int, *, by: User, at: datetime, reason: str) -> Party:
    """Keep a person's data and do nothing else with them (GDPR 18): no mails, no automations, no bulk changes, no exports."""
    party = require_party(by, "customers.restrict_person", person_id, kind=Kind.PERSON)
    if not reason.strip():
        raise NoReason(fields={"reason": NoReason().sentence()})
    was_restricted = party.is_restricted
    party.restricted_at = party.restricted_at or at
    party.restriction_reason = reason.strip()[:200]
    party.save(update_fields=["restricted_at", "restriction_reason"])
    if not was_restricted:
        publish(PersonRestricted(party_id=party.pk), by=by, at=at)
    return party


@action
def lift_restriction(person_id: int, *, by: User, at: datetime) -> Party:
    """Work with a person's data again."""
    party = require_party(by, "customers.lift_restriction", person_id, kind=Kind.PERSON)
    if party.is_restricted:
        party.restricted_at, party.restriction_reason = None, ""
        party.save(update_fields=["restricted_at", "restriction_reason"])
        publish(RestrictionLifted(party_id=party.pk), by=by, at=at)
    return party


@action
def disclose_person(person_id: int, *, by: User, at: datetime) -> Party:
    """Note that everything held of a person is handed out, also of one in the trash. The file itself is not kept."""
    party = require_row(by, "customers.disclose_person", Party, person_id)
    if not party.is_person:
        raise Missing
    if party.is_erased:
        raise IsErased
    publish(PersonDisclosed(party_id=party.pk), by=by, at=at)
    return party
