"""Hanging tags on parties and taking them off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from rapport.core.access.actions import check_version, require, require_ids
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.records import keys
from rapport.customers.parties.models import Party
from rapport.customers.tags.events import PartiesTagged, PartiesUntagged
from rapport.customers.tags.models import PartyTag, Tag

LONGEST = 50
HANG = """INSERT INTO customers_partytag (tag_id, party_id) SELECT %s, unnest(%s::bigint[])
ON CONFLICT (party_id, tag_id) DO NOTHING RETURNING party_id"""
TAKE_OFF = "DELETE FROM customers_partytag WHERE tag_id = %s AND party_id = ANY(%s::bigint[]) RETURNING party_id"


class TagWithoutName(Invalid):
    """Enter the tag."""


class TagTooLong(Invalid):
    """A tag has at most 50 characters."""


@action
def tag_parties(party_ids: Sequence[int], *, by: User, at: datetime, name: str) -> Tag:
    """Hang a tag on parties. Returns the tag."""
    require(by, "customers.tag_parties")
    hang_tag(party_ids, by=by, at=at, name=name)
    return _ready(name)


@action
def hang_tag(party_ids: Sequence[int], *, by: User, at: datetime, name: str) -> list[int]:
    """Hang a tag on parties; a word nobody used before becomes a tag for the whole company.

    Returns those that did not carry it yet.
    """
    ids = require_ids(by, "customers.tag_parties", Party, party_ids)
    tag = _ready(name)
    with connection.cursor() as cursor:
        cursor.execute(HANG, [tag.pk, keys(ids)])
        new = [party_id for (party_id,) in cursor.fetchall()]
    if new:
        publish(PartiesTagged(party_ids=new, tag_id=tag.pk), by=by, at=at)
    return new


@action
def untag_parties(
    party_ids: Sequence[int], *, by: User, at: datetime, tag_id: int, version: int | None = None
) -> list[int]:
    """Take a tag off parties; a tag that hangs nowhere any more is forgotten. Returns those that lost it."""
    ids = require_ids(by, "customers.untag_parties", Party, party_ids)
    tag = Tag.objects.filter(pk=tag_id).first()
    if tag is None:
        raise Missing
    check_version(tag, version)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OFF, [tag.pk, keys(ids)])
        lost = [party_id for (party_id,) in cursor.fetchall()]
    if not PartyTag.objects.filter(tag=tag).exists():
        tag.delete()
    if lost:
        publish(PartiesUntagged(party_ids=lost, tag_id=tag_id), by=by, at=at)
    return lost


def _ready(name: str) -> Tag:
    """Return the tag of this name, which becomes one if nobody used the word before."""
    name = " ".join(name.split())
    if not name:
        raise TagWithoutName(fields={"name": TagWithoutName().sentence()})
    if len(name) > LONGEST:
        raise TagTooLong(fields={"name": TagTooLong().sentence()})
    return Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
