"""Writing the ledger of consents: lines are added, never changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.consent.events import AddressSuppressed, ConsentGiven, ConsentWithdrawn
from rapport.customers.consent.hashing import digest
from rapport.customers.consent.models import (
    ConsentEvent,
    Decision,
    Purpose,
    Source,
    Suppression,
)
from rapport.customers.consent.queries import is_withdrawn
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.contactpoints.normalizing import normalize
from rapport.customers.parties.editing import require_party


class UnknownPurpose(Invalid):
    """Choose what the consent is for."""


class UnknownSource(Invalid):
    """Choose how the customer said so."""


class NoEvidence(Invalid):
    """Say how it can be proven: who said it to whom, which form, which call."""


class InTheFuture(Invalid):
    """The consent lies in the future."""


@action
def give_consent(
    party_id: int,
    *,
    by: User,
    at: datetime,
    contact_point_id: int,
    purpose: str,
    source: str,
    evidence: str,
    wording: str = "",
    given_at: datetime | None = None,
) -> ConsentEvent:
    """Record that a customer allowed us to use a number or address for a purpose, with the proof."""
    party = require_party(by, "customers.give_consent", party_id)
    line = ConsentEvent(
        contact_point=_point(party.pk, contact_point_id),
        purpose=purpose,
        decision=Decision.GIVEN,
        source=source,
        evidence=evidence.strip(),
        wording=wording.strip()[:50],
        at=given_at or at,
    )
    if not line.evidence:
        raise NoEvidence(fields={"evidence": NoEvidence().sentence()})
    _write(line, at)
    publish(
        ConsentGiven(contact_point_id=contact_point_id, party_id=party.pk, purpose=purpose),
        by=by,
        at=at,
    )
    return line


@action
def withdraw_consent(
    party_id: int,
    *,
    by: User,
    at: datetime,
    contact_point_id: int,
    purpose: str,
    source: str,
    evidence: str = "",
    withdrawn_at: datetime | None = None,
) -> ConsentEvent:
    """Record that a customer forbade it. This needs no proof: her word is enough."""
    party = require_party(by, "customers.withdraw_consent", party_id)
    line = ConsentEvent(
        contact_point=_point(party.pk, contact_point_id),
        purpose=purpose,
        decision=Decision.WITHDRAWN,
        source=source,
        evidence=evidence.strip(),
        at=withdrawn_at or at,
    )
    _write(line, at)
    publish(
        ConsentWithdrawn(contact_point_id=contact_point_id, party_id=party.pk, purpose=purpose),
        by=by,
        at=at,
    )
    return line


@action
def withdraw_by_link(
    contact_point_id: int, *, by: User, at: datetime, purpose: str, evidence: str
) -> list[ConsentEvent]:
    """Record once that an address wants no more of this, by the link in what we sent: for all who share it.

    It counts whatever became of the record since; who was erased has nothing left to write to.
    """
    require(by, "customers.withdraw_consent")
    point = ContactPoint.objects.filter(pk=contact_point_id).first()
    if point is None:
        return []
    same = ContactPoint.objects.filter(channel=point.channel, normalized=point.normalized)
    points = same.select_for_update().filter(Q(removed_at=None) | Q(pk=point.pk))
    by_party = {one.party_id: one for one in points.order_by("pk")}
    lines = []
    for one in by_party.values():
        if not is_withdrawn(one, purpose):
            line = ConsentEvent(
                contact_point=one,
                purpose=purpose,
                decision=Decision.WITHDRAWN,
                source=Source.EMAIL,
                evidence=evidence,
                at=at,
            )
            _write(line, at)
            lines.append(line)
            told = ConsentWithdrawn(contact_point_id=one.pk, party_id=one.party_id, purpose=purpose)
            publish(told, by=by, at=at)
    return lines


@action
def suppress_address(
    *, by: User, at: datetime, channel: str, value: str, reason: str = ""
) -> Suppression:
    """Block an address for good, whoever it belongs to now or later. It survives the erasure of the person."""
    require(by, "customers.suppress_address")
    found = normalize(channel, value)
    entry, made = Suppression.objects.get_or_create(
        digest=digest(channel, found.value), defaults={"reason": reason[:100]}
    )
    if made:
        publish(AddressSuppressed(digest=entry.digest), by=by, at=at)
    return entry


def _point(party_id: int, contact_point_id: int) -> ContactPoint:
    point = ContactPoint.objects.kept().filter(party=party_id, pk=contact_point_id).first()
    if point is None:
        raise Missing
    return point


def _write(line: ConsentEvent, at: datetime) -> None:
    if line.purpose not in Purpose.values:
        raise UnknownPurpose(fields={"purpose": UnknownPurpose().sentence()})
    if line.source not in Source.values:
        raise UnknownSource(fields={"source": UnknownSource().sentence()})
    if line.at > at:
        raise InTheFuture(fields={"at": InTheFuture().sentence()})
    line.save(force_insert=True)
