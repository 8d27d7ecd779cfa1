"""Merging people and companies, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rapport.core.access.actions import StaleVersion, require_row, require_rows
from rapport.core.access.models import User
from rapport.core.action import action, current_group
from rapport.core.customfields.writing import require_filled
from rapport.core.errors import Conflict
from rapport.core.events.actions import publish
from rapport.core.records import change_rows
from rapport.core.references.moving import Moves, move
from rapport.core.search.actions import mark_what_is_written, refill_what_was_marked
from rapport.customers.households.models import Member
from rapport.customers.merges import rules
from rapport.customers.merges.events import PartiesMerged, PartiesUnmerged
from rapport.customers.merges.fields import choices_of, settled
from rapport.customers.merges.models import Merge, Merged
from rapport.customers.merges.queries import check_alike, later_than, parties_of
from rapport.customers.merges.undoing import put_back
from rapport.customers.merges.writing import take_over
from rapport.customers.parties.editing import InTheTrash
from rapport.customers.parties.entries import index
from rapport.customers.parties.models import Party

NEWEST = {"customers.Trait": "computed_at"}


class OneAboveTheOther(Conflict):
    """%(above)s stands above %(below)s in the group. Take %(below)s out of the group first if they are the same company."""


class MergedMeanwhile(Conflict):
    """%(name)s was merged into another record in the meantime. Load the page anew."""


class WasErased(Conflict):
    """One of these people was erased. What is left of them cannot be merged."""


class AlreadyUndone(Conflict):
    """This merge was undone already."""


class TooLongAgo(Conflict):
    """A merge can be undone for %(days)s days. This one is older; the merged record stays as it is."""


class LaterMergeFirst(Conflict):
    """%(name)s was merged again since. Undo the later merge first."""


class NotInTheLog(Conflict):
    """The journal of changes no longer reaches back to this merge, so it cannot be undone."""


@action
def merge_parties(
    survivor_id: int,
    loser_ids: Sequence[int],
    *,
    by: User,
    at: datetime,
    choices: Mapping[str, int | str] | None = None,
    versions: Mapping[int, int] | None = None,
) -> Merge:
    """Make several people, or several companies, one: the survivor, with all that belonged to the others.

    `choices` names for a field the record whose value stays, or `all`; else a filled one stays, the survivor's first.
    """
    rows = require_rows(by, "customers.merge_parties", Party, [survivor_id, *loser_ids])
    _check(rows, versions or {})
    ids = [survivor_id, *(pk for pk in dict.fromkeys(loser_ids) if pk != survivor_id)]
    parties = parties_of(by, ids)
    survivor, losers = parties[0], parties[1:]
    values = settled(choices_of(by, parties), choices or {})
    mark = mark_what_is_written()
    moved = _move_all(survivor, losers, parties, at)
    changed = take_over(survivor, losers, values)
    if "lifecycle" in changed:
        require_filled(survivor, survivor.kind, survivor.lifecycle, by=by)
    change_rows(Party, ids[1:], merged_into=survivor.pk, trashed_at=at)
    refill_what_was_marked(mark)
    index(ids)
    merge = _remember(survivor, losers, moved, by, at)
    told = PartiesMerged(
        merge_id=merge.pk, kind=survivor.kind, survivor_id=survivor.pk, loser_ids=ids[1:]
    )
    publish(told, by=by, at=at)
    return merge


@action
def undo_merge(merge_id: int, *, by: User, at: datetime) -> Merge:
    """Bring back the records that were merged, with what was theirs; what was edited since stays with the survivor."""
    merge = require_row(by, "customers.undo_merge", Merge, merge_id)
    check_undoable(merge, at)
    losers = [one.party_id for one in merge.losers.order_by("pk") if one.party_id is not None]
    require_rows(by, "customers.undo_merge", Party, [merge.survivor_id, *losers])
    found = put_back(merge.group)
    if found is None:
        raise NotInTheLog
    index([merge.survivor_id, *losers])
    merge.undone_at, merge.undone_by, merge.kept = at, by, found
    merge.save(update_fields=["undone_at", "undone_by", "kept"])
    told = PartiesUnmerged(
        merge_id=merge.pk, kind=merge.kind, survivor_id=merge.survivor_id, loser_ids=losers
    )
    publish(told, by=by, at=at)
    return merge


def check_undoable(merge: Merge, at: datetime) -> None:
    """Refuse what was undone, is too old, or was merged again. A part of the verbs that undo merges."""
    if merge.is_undone:
        raise AlreadyUndone
    if at >= merge.ends_at:
        raise TooLongAgo(days=(merge.ends_at - merge.merged_at).days)
    later = later_than(merge)
    if later is not None:
        raise LaterMergeFirst(name=merge.name)


def _check(rows: Sequence[Party], versions: Mapping[int, int]) -> None:
    """Refuse what cannot become one, or is no longer as it was looked at."""
    check_alike(rows)
    for row in rows:
        if row.merged_into_id is not None:
            raise MergedMeanwhile(name=row.display_name)
        if row.is_erased:
            raise WasErased
        if row.is_trashed:
            raise InTheTrash
        if versions.get(row.pk, row.version) != row.version:
            raise StaleVersion(row)
    names = {row.pk: row.display_name for row in rows}
    pair = rules.above_one_another(list(names))
    if pair is not None:
        below, above = pair
        raise OneAboveTheOther(above=names[above], below=names[below])


def _move_all(
    survivor: Party, losers: Sequence[Party], parties: Sequence[Party], at: datetime
) -> Moves:
    """Let everything of the losers belong to the survivor."""
    withdrawn = rules.forgotten_withdrawals(parties)
    united = rules.unite_households([party.pk for party in parties])
    moved = move(Party, {party.pk: survivor.pk for party in losers}, newest=NEWEST)
    moved.rows += united.rows
    moved.folded += united.folded
    rules.withdraw_again(survivor.pk, withdrawn, at)
    rules.join_both_ways(survivor.pk)
    here = Member.objects.filter(person=survivor.pk)
    rules.crown(list(here.values_list("household_id", flat=True)))
    return moved


def _remember(
    survivor: Party, losers: Sequence[Party], moved: Moves, by: User, at: datetime
) -> Merge:
    """Write down what became one, so that it can be looked at and undone."""
    merge = Merge.objects.create(
        kind=survivor.kind,
        survivor=survivor,
        name=survivor.display_name,
        merged_by=by,
        merged_at=at,
        group=current_group(),
        moved=_counted(moved.rows),
        folded=_counted(moved.folded),
    )
    Merged.objects.bulk_create(
        Merged(merge=merge, party=one, name=one.display_name) for one in losers
    )
    return merge


def _counted(counts: Mapping[str, int]) -> dict[str, Any]:
    return {table: count for table, count in counts.items() if count}
