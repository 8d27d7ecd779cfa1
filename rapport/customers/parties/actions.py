"""What can be done with a party, be it a person or an organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection
from django.urls import reverse

from rapport.core.access.actions import require_ids, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.customfields.queries import unfilled
from rapport.core.customfields.writing import require_filled
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.pages.moved import MovedAway
from rapport.core.records import change_rows, keys
from rapport.core.search.actions import reassign, remove_entries
from rapport.core.search.kinds import kinds
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.entries import index
from rapport.customers.parties.events import (
    LifecycleChanged,
    LifecyclesChanged,
    PartiesAssigned,
    PartiesRestored,
    PartiesTrashed,
)
from rapport.customers.parties.models import Kind, Lifecycle, Party

NEXT_STEPS = """UPDATE customers_party p SET next_step = s.text, next_step_on = s.day
FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS s(id, text, day)
WHERE p.id = s.id AND (p.next_step, p.next_step_on) IS DISTINCT FROM (s.text, s.day)"""

LISTS = {Kind.PERSON.value: "people:list", Kind.ORGANIZATION.value: "organizations:list"}


class UnknownLifecycle(Invalid):
    """Choose prospect, customer or former."""


class OwnerHasLeft(Invalid):
    """This colleague no longer works here. Choose somebody else."""


@action
def change_lifecycle(
    party_id: int, *, by: User, at: datetime, lifecycle: str, version: int | None = None
) -> Party:
    """Say where a party stands: prospect, customer or former."""
    party = require_party(by, "customers.change_lifecycle", party_id, version=version)
    if lifecycle not in Lifecycle.values:
        raise UnknownLifecycle(fields={"lifecycle": UnknownLifecycle().sentence()})
    before, party.lifecycle = party.lifecycle, lifecycle
    if before != lifecycle:
        require_filled(party, party.kind, lifecycle, by=by)
        party.save(update_fields=["lifecycle"])
        publish(LifecycleChanged(party_id=party.pk, before=before, after=lifecycle), by=by, at=at)
    return party


class LacksField(Invalid):
    """Some lack “%(name)s”, which is required there. Fill it in first."""


@action
def change_lifecycles(
    party_ids: Sequence[int], *, by: User, at: datetime, lifecycle: str
) -> list[int]:
    """Say of many parties where they stand. Returns those that stood elsewhere. Errors: Invalid when one lacks a field."""
    ids = require_ids(by, "customers.change_lifecycle", Party, party_ids)
    if lifecycle not in Lifecycle.values:
        raise UnknownLifecycle(fields={"lifecycle": UnknownLifecycle().sentence()})
    for kind in Kind:
        for name, empty in unfilled(by, kind, lifecycle).items():
            rows = Party.objects.filter(empty, kind=kind, pk__any=keys(ids))
            if rows.exclude(lifecycle=lifecycle).exists():
                lacks = LacksField(name=name).sentence()
                raise LacksField(fields={"lifecycle": lacks}, name=name)
    changed = change_rows(Party, ids, lifecycle=lifecycle)
    if changed:
        publish(LifecyclesChanged(party_ids=changed, after=lifecycle), by=by, at=at)
    return changed


@action
def assign_parties(party_ids: Sequence[int], *, by: User, at: datetime, owner_id: int) -> list[int]:
    """Give parties to another owner. Returns those whose owner changed."""
    ids = require_ids(by, "customers.assign_party", Party, party_ids)
    owner = User.objects.filter(pk=owner_id, is_system=False, left_at=None).first()
    if owner is None:
        raise OwnerHasLeft(fields={"owner": OwnerHasLeft().sentence()})
    moved = change_rows(Party, ids, owner=owner.pk)
    if moved:
        reassign(moved, owner.pk)
        publish(PartiesAssigned(party_ids=moved, owner_id=owner.pk), by=by, at=at)
        if owner.pk != by.pk:
            _tell_owner(owner, moved, by, at)
    return moved


@action
def trash_parties(party_ids: Sequence[int], *, by: User, at: datetime) -> list[int]:
    """Move parties to the trash, where they stay for 30 days. Returns those that went."""
    ids = require_ids(by, "customers.trash_party", Party, party_ids)
    kept = Party.objects.kept().filter(pk__any=keys(ids)).values_list("pk", flat=True)
    gone = change_rows(Party, list(kept), trashed_at=at)
    if gone:
        for kind in Kind.values:
            remove_entries(kind, gone)
        publish(PartiesTrashed(party_ids=gone), by=by, at=at)
    return gone


class WasErased(Conflict):
    """This person was erased for good. Nothing is left to restore."""


@action
def restore_parties(party_ids: Sequence[int], *, by: User, at: datetime) -> list[int]:
    """Take parties out of the trash. Returns those that came back."""
    ids = require_ids(by, "customers.restore_party", Party, party_ids)
    if Party.objects.filter(pk__any=keys(ids), merged_into__isnull=False).exists():
        raise MovedAway
    if Party.objects.filter(pk__any=keys(ids), erased_at__isnull=False).exists():
        raise WasErased
    back = change_rows(Party, ids, trashed_at=None)
    if back:
        index(back)
        publish(PartiesRestored(party_ids=back), by=by, at=at)
    return back


@action
def restore_party(party_id: int, *, by: User, at: datetime) -> Party:
    """Take one party out of the trash."""
    party = require_row(by, "customers.restore_party", Party, party_id)
    restore_parties([party_id], by=by, at=at)
    return party


def make_customer(party_id: int) -> LifecycleChanged | None:
    """Make a prospect a customer, because he ordered; return what is to be told, nothing for whoever is or was one.

    A part of the verbs that sell: they have asked for the right, and taking them back takes this back.
    """
    prospects = Party.objects.filter(pk=party_id, lifecycle=Lifecycle.PROSPECT)
    if not prospects.update(lifecycle=Lifecycle.CUSTOMER):
        return None
    before, after = Lifecycle.PROSPECT.value, Lifecycle.CUSTOMER.value
    return LifecycleChanged(party_id=party_id, before=before, after=after)


def note_touch(party_id: int, *, channel: str, touched_at: datetime) -> None:
    """Remember on the party when and how we were last in touch; an older contact changes nothing.

    A part of the verbs that log contacts: they have asked for the right.
    """
    kept = Party.objects.filter(pk=party_id)
    newer = kept.filter(last_touch_at=None) | kept.filter(last_touch_at__lt=touched_at)
    newer.update(last_touch_at=touched_at, last_touch_channel=channel)


def note_next_step(party_id: int, *, text: str, on: date | None) -> None:
    """Write on the party what is to be done next and when; empty text when nothing is.

    A part of the verbs that plan tasks: they have asked for the right.
    """
    Party.objects.filter(pk=party_id).exclude(next_step=text[:200], next_step_on=on).update(
        next_step=text[:200], next_step_on=on
    )


def note_next_steps(steps: Mapping[int, tuple[str, date | None]]) -> None:
    """Write on many parties what is to be done next and when: party → text and day.

    A part of the verbs that plan many tasks: they have asked for the right.
    """
    with connection.cursor() as cursor:
        texts = [text[:200] for text, _on in steps.values()]
        cursor.execute(NEXT_STEPS, [list(steps), texts, [on for _text, on in steps.values()]])


def forget_touch(party_id: int, *, touched_at: datetime) -> None:
    """Forget the last contact if it was this one, because it was moved to the trash or to another time.

    A part of the verbs that correct contacts: they have asked for the right, and note what is the last one now.
    """
    Party.objects.filter(pk=party_id, last_touch_at=touched_at).update(
        last_touch_at=None, last_touch_channel=""
    )


def _tell_owner(owner: User, moved: Sequence[int], by: User, at: datetime) -> None:
    """Tell whose they are now: of one by its name, of many once an hour, however many slices they come in."""
    first = Party.objects.get(pk=moved[0])
    words = {"by": by.name, "name": first.display_name}
    if len(moved) == 1:
        link = reverse(kinds()[first.kind].page, args=[first.pk])
        notify([owner.pk], "party_assigned", words, sender=by, at=at, link=link, party_id=first.pk)
        return
    once = f"parties_assigned:{by.pk}:{at:%Y-%m-%dT%H}"
    link = f"{reverse(LISTS[first.kind])}?f=owner:is:me"
    notify([owner.pk], "parties_assigned", words, sender=by, at=at, link=link, once=once)
