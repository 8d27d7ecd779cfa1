"""What is allowed now, read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import AccessQuerySet, User
from rapport.customers.consent.hashing import digest
from rapport.customers.consent.models import ConsentEvent, Decision, Purpose, Suppression
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party

WITHOUT_ASKING = frozenset({Purpose.SERVICE})


@dataclass(frozen=True)
class Verdict:
    """Whether a contact point may be used for a purpose, and why (not)."""

    allowed: bool
    reason: str | Promise
    contact_point: ContactPoint | None = None
    since: datetime | None = None


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
    points = ContactPoint.objects.kept().filter(party=party_id, channel=channel)
    found = list(points.order_by("-is_primary", "pk"))
    if not found:
        return _no(_("No such number or address is known."))
    blocked = _blocked(found)
    latest = _latest(party_id, channel, purpose)
    refusal: Verdict | None = None
    for point in found:
        verdict = _verdict(
            point, purpose, latest.get(point.normalized), is_blocked=point.pk in blocked
        )
        if verdict.allowed:
            return verdict
        refusal = refusal or verdict
    return refusal or _no(_("No consent was given."))


def is_suppressed(channel: str, normalized: str) -> bool:
    """Tell whether an address is blocked for good."""
    return Suppression.objects.filter(digest=digest(channel, normalized)).exists()


def _yes(reason: str | Promise, *where: Any) -> Verdict:
    return Verdict(True, reason, *where)  # noqa: FBT003


def _no(reason: str | Promise, *where: Any) -> Verdict:
    return Verdict(False, reason, *where)  # noqa: FBT003


def _verdict(
    point: ContactPoint, purpose: str, last: ConsentEvent | None, *, is_blocked: bool
) -> Verdict:
    if is_blocked:
        return _no(_("This address is blocked for good."), point)
    if point.bounced_at is not None:
        return _no(_("Mail to this address came back."), point, point.bounced_at)
    if last is not None and last.decision == Decision.WITHDRAWN:
        return _no(_("Consent was withdrawn."), point, last.at)
    if last is not None:
        return _yes(_("Consent was given."), point, last.at)
    if purpose in WITHOUT_ASKING:
        return _yes(_("Service needs no consent."), point)
    return _no(_("No consent was given."), point)


def _blocked(points: list[ContactPoint]) -> set[int]:
    digests = {digest(point.channel, point.normalized): point.pk for point in points}
    found = Suppression.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return {digests[one] for one in found}


def _latest(party_id: int, channel: str, purpose: str) -> dict[str, ConsentEvent]:
    """Return the last word by number or address, those included that were retired and added again."""
    lines = ConsentEvent.objects.filter(
        contact_point__party=party_id, contact_point__channel=channel, purpose=purpose
    )
    return {line.contact_point.normalized: line for line in _last_words(lines)}


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
