"""What is allowed now, read from the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import AccessQuerySet, User
from rapport.core.records import keys
from rapport.customers.consent.hashing import digest, digests
from rapport.customers.consent.models import (
    ConsentEvent,
    Decision,
    Hindrance,
    Purpose,
    Suppression,
)
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party

WITHOUT_ASKING = frozenset({Purpose.SERVICE})


class Said(NamedTuple):
    """A customer's last word on a number or address."""

    decision: str
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """Whether a contact point may be used for a purpose, and why (not)."""

    allowed: bool
    reason: str | Promise
    contact_point: ContactPoint | None = None
    since: datetime | None = None
    hindrance: Hindrance | None = None


def standing(party_id: int, user: User) -> list[ConsentEvent]:
    """Return the last word for each contact point and purpose of a party, as far as the user may see it.

    A number or address that was retired and added again keeps what was said of it.
    """
    seen = ConsentEvent.objects.visible_to(user).filter(contact_point__party=party_id)
    lines = list(_last_words(seen))
    if not lines:
        return []
    points = ContactPoint.objects.kept().filter(party=party_id)
    kept = {(point.channel, point.normalized): point for point in points}
    found: list[ConsentEvent] = []
    for line in lines:
        point = kept.get((line.contact_point.channel, line.contact_point.normalized))
        if point is not None:
            line.contact_point = point
            found.append(line)
    return sorted(found, key=lambda line: (line.contact_point_id, line.purpose))


def may_contact(party_id: int, channel: str, purpose: str) -> Verdict:
    """Tell whether a party may be contacted by a channel for a purpose, on which contact point, and why.

    Service needs no consent but ends with a withdrawal; every other purpose needs a consent. The primary contact
    point is asked first, then the others.
    """
    return may_contact_each([party_id], channel, purpose)[party_id]


def may_contact_each(party_ids: Collection[int], channel: str, purpose: str) -> dict[int, Verdict]:
    """Tell of each of many parties what `may_contact` tells of one. Three queries."""
    points = ContactPoint.objects.kept().filter(party__any=keys(party_ids), channel=channel)
    points = points.annotate(restricted_at=F("party__restricted_at"))
    found = list(points.order_by("party_id", "-is_primary", "pk"))
    judged = _judged(found, channel, purpose)
    verdicts = dict.fromkeys(party_ids, _no(Hindrance.UNKNOWN))
    for point in reversed(found):  # the first that may be used counts, else the first
        verdict, known = judged[point.pk], verdicts[point.party_id]
        if verdict.allowed or not known.allowed:
            verdicts[point.party_id] = verdict
    return verdicts


def may_use(point: ContactPoint, purpose: str) -> Verdict:
    """Tell whether this number or address may be used for a purpose, and why (not)."""
    if point.removed_at is not None:
        return _no(Hindrance.UNKNOWN, point, point.removed_at)
    point.__dict__["restricted_at"] = point.party.restricted_at
    return _judged([point], point.channel, purpose)[point.pk]


def is_withdrawn(point: ContactPoint, purpose: str) -> bool:
    """Tell whether the last word on this number or address was a withdrawal."""
    last = _latest([point.party_id], point.channel, purpose)
    line = last.get((point.party_id, point.normalized))
    return line is not None and line.decision == Decision.WITHDRAWN


def _judged(points: Sequence[ContactPoint], channel: str, purpose: str) -> dict[int, Verdict]:
    blocked = _blocked(points, channel)
    latest = _latest({point.party_id for point in points}, channel, purpose)
    return {
        point.pk: _verdict(
            point,
            purpose,
            latest.get((point.party_id, point.normalized)),
            is_blocked=point.normalized in blocked,
        )
        for point in points
    }


def is_suppressed(channel: str, normalized: str) -> bool:
    """Tell whether an address is blocked for good."""
    return Suppression.objects.filter(digest=digest(channel, normalized)).exists()


def _yes(reason: str | Promise, *where: Any) -> Verdict:
    return Verdict(True, reason, *where)  # noqa: FBT003


def _no(why: Hindrance, *where: Any) -> Verdict:
    return replace(Verdict(False, why.label, *where), hindrance=why)  # noqa: FBT003


def _verdict(point: ContactPoint, purpose: str, last: Said | None, *, is_blocked: bool) -> Verdict:
    restricted_at: datetime | None = point.__dict__["restricted_at"]
    if restricted_at is not None:
        return _no(Hindrance.RESTRICTED, point, restricted_at)
    if is_blocked:
        return _no(Hindrance.SUPPRESSED, point)
    if point.bounced_at is not None:
        return _no(Hindrance.BOUNCED, point, point.bounced_at)
    if last is not None and last.decision == Decision.WITHDRAWN:
        return _no(Hindrance.WITHDRAWN, point, last.at)
    if last is not None:
        return _yes(_("Consent was given."), point, last.at)
    if purpose in WITHOUT_ASKING:
        return _yes(_("Service needs no consent."), point)
    return _no(Hindrance.NOT_GIVEN, point)


def _blocked(points: Sequence[ContactPoint], channel: str) -> set[str]:
    """Return which of these values are blocked for good."""
    if not Suppression.objects.exists():
        return set()
    hashed = digests(channel, {point.normalized for point in points})
    found = Suppression.objects.filter(digest__in=list(hashed.values()))
    blocked = set(found.values_list("digest", flat=True))
    return {value for value, one in hashed.items() if one in blocked}


def _latest(party_ids: Collection[int], channel: str, purpose: str) -> dict[tuple[int, str], Said]:
    """Return the last word by party and number or address, those included that were retired and added again."""
    lines = ConsentEvent.objects.filter(
        contact_point__party__any=keys(party_ids), contact_point__channel=channel, purpose=purpose
    )
    key = ("contact_point__party", "contact_point__normalized")
    latest = lines.order_by(*key, "-at", "-id").distinct(*key)
    found = latest.values_list(*key, "decision", "at")
    return {(party, value): Said(decision, at) for party, value, decision, at in found}


def _last_words(lines: AccessQuerySet[ConsentEvent]) -> AccessQuerySet[ConsentEvent]:
    key = ("contact_point__channel", "contact_point__normalized", "purpose")
    latest = lines.order_by(*key, "-at", "-id").distinct(*key)
    return latest.select_related("contact_point")


def lines_of(party: Party) -> list[ConsentEvent]:
    """Return the whole ledger of a party, newest first, retired numbers included."""
    found = ConsentEvent.objects.filter(contact_point__party=party)
    return list(found.select_related("contact_point").order_by("-at", "-id")[:500])


def withdrawn_lately(party: Party, user: User, at: datetime) -> list[ConsentEvent]:
    """Return the withdrawals that stand and are younger than half a year."""
    since = at - timedelta(days=180)
    standing_now = standing(party.pk, user)
    return [one for one in standing_now if one.decision == Decision.WITHDRAWN and one.at >= since]
