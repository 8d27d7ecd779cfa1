"""Hanging tags on parties and taking them off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rapport.core.access.actions import check_version, require_rows
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.parties.models import Party
from rapport.customers.tags.events import PartiesTagged, PartiesUntagged
from rapport.customers.tags.models import PartyTag, Tag

LONGEST = 50


class TagWithoutName(Invalid):
    """Enter the tag."""


class TagTooLong(Invalid):
    """A tag has at most 50 characters."""


@action
def tag_parties(party_ids: Sequence[int], *, by: User, at: datetime, name: str) -> Tag:
    """Hang a tag on parties; a word nobody used before becomes a tag for the whole company."""
    parties = require_rows(by, "customers.tag_parties", Party, party_ids)
    name = " ".join(name.split())
    if not name:
        raise TagWithoutName(fields={"name": TagWithoutName().sentence()})
    if len(name) > LONGEST:
        raise TagTooLong(fields={"name": TagTooLong().sentence()})
    tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
    ids = [party.pk for party in parties]
    has = set(PartyTag.objects.filter(tag=tag, party__in=ids).values_list("party_id", flat=True))
    new = [pk for pk in ids if pk not in has]
    PartyTag.objects.bulk_create([PartyTag(party_id=pk, tag=tag) for pk in new], batch_size=5000)
    if new:
        publish(PartiesTagged(party_ids=new, tag_id=tag.pk), by=by, at=at)
    return tag


@action
def untag_parties(
    party_ids: Sequence[int], *, by: User, at: datetime, tag_id: int, version: int | None = None
) -> int:
    """Take a tag off parties; a tag that hangs nowhere any more is forgotten. Returns how many lost it."""
    parties = require_rows(by, "customers.untag_parties", Party, party_ids)
    tag = Tag.objects.filter(pk=tag_id).first()
    if tag is None:
        raise Missing
    check_version(tag, version)
    hung = PartyTag.objects.filter(tag=tag, party__in=[party.pk for party in parties])
    ids = list(hung.values_list("party_id", flat=True))
    hung.delete()
    if not PartyTag.objects.filter(tag=tag).exists():
        tag.delete()
    if ids:
        publish(PartiesUntagged(party_ids=ids, tag_id=tag_id), by=by, at=at)
    return len(ids)
