"""Adding, correcting and retiring the ways to reach a party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.contactpoints.events import (
    ContactPointAdded,
    ContactPointBounced,
    ContactPointEdited,
    ContactPointRemoved,
    ContactPointVerified,
)
from rapport.customers.contactpoints.models import (
    Channel,
    ContactPoint,
    ContactPointQuerySet,
    Label,
)
from rapport.customers.contactpoints.normalizing import EmptyContact, normalize, region_of
from rapport.customers.parties.editing import raise_version, require_party
from rapport.customers.parties.entries import index
from rapport.customers.parties.models import Party


class ContactPointTwice(Conflict):
    """This number or address is already here."""


class UnknownChannel(Invalid):
    """Choose phone, e-mail, WeChat, address or website."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A number or address as it was typed; an address in its parts, of which `value` is made when empty."""

    channel: str
    value: str = ""
    label: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""

    def filled(self) -> Contact:
        """Return it with one line for an address made of its parts."""
        if self.channel != Channel.ADDRESS or self.value:
            return self
        town = " ".join(filter(None, [self.postcode, self.city]))
        parts = [self.street, town, self.region, self.country]
        return replace(self, value=", ".join(filter(None, parts)))


@action
def add_contact_point(
    party_id: int, *, by: User, at: datetime, contact: Contact, is_primary: bool = False
) -> ContactPoint:
    """Add a number or address. The first of a channel is its primary one."""
    party = require_party(by, "customers.add_contact_point", party_id)
    point = _new(party, contact, region_of(by.timezone))
    is_first = not _of(party, point.channel).filter(is_primary=True).exists()
    if is_primary and not is_first:
        _step_back(party, point.channel)
    point.is_primary = is_primary or is_first
    _save(point)
    _after(party, point)
    publish(
        ContactPointAdded(contact_point_id=point.pk, party_id=party.pk, channel=point.channel),
        by=by,
        at=at,
    )
    return point


@action
def edit_contact_point(
    party_id: int,
    point_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    contact: Contact,
) -> ContactPoint:
    """Correct a number or address, or what it is used for. A corrected one has to be verified again."""
    party = require_party(by, "customers.edit_contact_point", party_id)
    point = _kept(party, point_id)
    if version is not None and point.version != version:
        raise StaleVersion(point)
    before = point.normalized
    _fill(point, replace(contact, channel=point.channel), party, region_of(by.timezone))
    if point.normalized != before:
        point.verified_at = point.bounced_at = None
        point.bounce_reason = ""
    _save(point)
    _after(party, point)
    publish(
        ContactPointEdited(contact_point_id=point.pk, party_id=party.pk, channel=point.channel),
        by=by,
        at=at,
    )
    return point


@action
def prefer_contact_point(party_id: int, point_id: int, *, by: User, at: datetime) -> ContactPoint:
    """Make a number or address the first choice of its channel."""
    party = require_party(by, "customers.edit_contact_point", party_id)
    point = _kept(party, point_id)
    if not point.is_primary:
        _step_back(party, point.channel)
        point.is_primary = True
        point.save(update_fields=["is_primary"])
        _after(party, point)
        publish(
            ContactPointEdited(contact_point_id=point.pk, party_id=party.pk, channel=point.channel),
            by=by,
            at=at,
        )
    return point


@action
def verify_contact_point(party_id: int, point_id: int, *, by: User, at: datetime) -> ContactPoint:
    """Note that a number or address leads to the party; one that did not work does again."""
    party = require_party(by, "customers.verify_contact_point", party_id)
    point = _kept(party, point_id)
    point.verified_at, point.bounced_at, point.bounce_reason = at, None, ""
    point.save(update_fields=["verified_at", "bounced_at", "bounce_reason"])
    raise_version(party)
    told = ContactPointVerified(contact_point_id=point.pk, party_id=party.pk, channel=point.channel)
    publish(told, by=by, at=at)
    return point


@action
def bounce_contact_point(
    party_id: int, point_id: int, *, by: User, at: datetime, reason: str = ""
) -> ContactPoint:
    """Note that a number or address leads nowhere, and why: it stays, and is not offered any more."""
    party = require_party(by, "customers.bounce_contact_point", party_id)
    point = _kept(party, point_id)
    point.verified_at, point.bounced_at = None, at
    point.bounce_reason = reason.strip()[:200]
    point.save(update_fields=["verified_at", "bounced_at", "bounce_reason"])
    raise_version(party)
    told = ContactPointBounced(contact_point_id=point.pk, party_id=party.pk, channel=point.channel)
    publish(told, by=by, at=at)
    return point


@action
def remove_contact_point(party_id: int, point_id: int, *, by: User, at: datetime) -> None:
    """Retire a number or address; it stays in the ledger of consents, and the next one becomes the primary."""
    party = require_party(by, "customers.remove_contact_point", party_id)
    point = _kept(party, point_id)
    was_primary, point.is_primary, point.removed_at = point.is_primary, False, at
    point.save(update_fields=["is_primary", "removed_at"])
    heir = _of(party, point.channel).order_by("pk").first()
    if was_primary and heir is not None:
        heir.is_primary = True
        heir.save(update_fields=["is_primary"])
    _after(party, point)
    publish(
        ContactPointRemoved(contact_point_id=point.pk, party_id=party.pk, channel=point.channel),
        by=by,
        at=at,
    )


def new_contact_points(
    party: Party, contacts: Sequence[Contact], *, region: str
) -> list[ContactPoint]:
    """Read the contact points of a party that is being created; saves nothing.

    The first of each channel is its primary one, and the first address says where the party is.
    """
    points: list[ContactPoint] = []
    for contact in contacts:
        point = _new(party, contact, region)
        point.is_primary = point.channel not in {one.channel for one in points}
        if point.channel == Channel.ADDRESS and point.is_primary:
            party.city, party.country = point.city, point.country
        points.append(point)
    return points


def save_contact_points(party: Party, points: Sequence[ContactPoint]) -> None:
    """Save the contact points of a party just created, in one statement, and keep them in hand for `points_of`."""
    try:
        with transaction.atomic(savepoint=False):  # the error ends the whole verb anyway
            ContactPoint.objects.bulk_create(points)
    except IntegrityError as error:
        raise ContactPointTwice from error
    party.__dict__["_points"] = points


def _new(party: Party, contact: Contact, region: str) -> ContactPoint:
    if contact.channel not in Channel.values:
        raise UnknownChannel(fields={"channel": UnknownChannel().sentence()})
    point = ContactPoint(party=party, channel=contact.channel)
    _fill(point, contact, party, region)
    return point


def _fill(point: ContactPoint, contact: Contact, party: Party, region: str) -> None:
    contact = contact.filled()
    if not contact.value.strip():
        raise EmptyContact(fields={"value": EmptyContact().sentence()})
    region = contact.country or point.country or party.country or region
    found = normalize(point.channel, contact.value, region=region)
    point.raw, point.normalized = contact.value.strip()[:500], found.value
    point.extension = found.extension
    point.label = contact.label if contact.label in Label.values else ""
    point.country = (contact.country or found.country)[:2].upper()
    point.street, point.postcode = contact.street, contact.postcode
    point.city, point.region = contact.city, contact.region


def _save(point: ContactPoint) -> None:
    try:
        with transaction.atomic(savepoint=False):  # the error ends the whole verb anyway
            point.save()
    except IntegrityError as error:
        raise ContactPointTwice from error


def _of(party: Party, channel: str) -> ContactPointQuerySet:
    return ContactPoint.objects.kept().filter(party=party, channel=channel)


def _kept(party: Party, point_id: int) -> ContactPoint:
    point = ContactPoint.objects.kept().filter(party=party, pk=point_id).first()
    if point is None:
        raise Missing
    return point


def _step_back(party: Party, channel: str) -> None:
    _of(party, channel).filter(is_primary=True).update(is_primary=False)


def _after(party: Party, point: ContactPoint) -> None:
    """Bring the party's projections in step."""
    if point.channel == Channel.ADDRESS:
        _project_address(party)
    raise_version(party)
    index([party.pk])


def _project_address(party: Party) -> None:
    primary = _of(party, Channel.ADDRESS).filter(is_primary=True).first()
    city, country = (primary.city, primary.country) if primary else ("", "")
    if (party.city, party.country) != (city, country):
        party.city, party.country = city, country
        party.save(update_fields=["city", "country"])
