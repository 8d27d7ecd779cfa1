"""Reading merges, and what merging would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.audit import fields
from rapport.core.changes import named
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.pages.formats import series
from rapport.customers.merges.models import Merge
from rapport.customers.parties.models import Party

MOST = 100


class TooFew(Invalid):
    """Choose at least two records to merge."""


class TooManyAtOnce(Invalid):
    """Merge at most %(limit)s records at once."""


class OfDifferentKinds(Conflict):
    """A person and a company cannot become one, even where the person works there. Choose people only, or companies only."""


@dataclass(frozen=True)
class Gone:
    """How many rows of a kind went along, and how many said the same as one that was there."""

    label: str | Promise
    count: int
    same: int = 0


def parties_of(user: User, ids: Sequence[int]) -> list[Party]:
    """Return the records that are to be merged, in this order, with what is compared. Errors: Missing."""
    rows = Party.objects.visible_to(user).kept().filter(pk__in=ids)
    found = {one.pk: one for one in rows.select_related("owner", "person", "organization")}
    if set(ids) - set(found):
        raise Missing
    return [found[pk] for pk in dict.fromkeys(ids)]


def check_alike(parties: Sequence[Party]) -> None:
    """Refuse what is no choice of records that can become one. Errors: TooFew, TooManyAtOnce, OfDifferentKinds."""
    if len(parties) < 2:
        raise TooFew
    if len(parties) > MOST:
        raise TooManyAtOnce(limit=MOST)
    if len({party.kind for party in parties}) > 1:
        raise OfDifferentKinds


def gone(merge: Merge) -> list[Gone]:
    """Return what a merge moved, in words."""
    words, moved, folded = listed("words")["kinds"], merge.moved, merge.folded
    tables = [table for table in words if moved.get(table) or folded.get(table)]
    return [Gone(words[one], moved.get(one, 0), folded.get(one, 0)) for one in tables]


def stayed(merge: Merge, reader: User) -> list[tuple[str, str, str]]:
    """Return what was edited since and stays after undoing: the kind of row, its name, the columns."""
    rows = [(*key.split(":"), names) for key, names in merge.kept.items()]
    names = named.names_of(reader, [(table, int(key)) for table, key, _names in rows])
    return [
        (
            named.kind(table),
            names.get((table, int(key)), ""),
            series(fields.label(table, one) for one in columns),
        )
        for table, key, columns in rows
    ]


def merges_of(user: User) -> QuerySet[Merge]:
    """Return the merges that the user may see, the last one first."""
    seen = Merge.objects.visible_to(user).select_related("merged_by", "survivor", "undone_by")
    return seen.prefetch_related("losers").order_by("-pk")


def merge_of(user: User, merge_id: int) -> Merge:
    """Return one merge. Errors: Missing."""
    found = merges_of(user).filter(pk=merge_id).first()
    if found is None:
        raise Missing
    return found


def later_than(merge: Merge) -> Merge | None:
    """Return a merge that has to be undone before this one: a later one into the same record, or of it into another."""
    standing = Merge.objects.filter(pk__gt=merge.pk, undone_at=None).order_by("-pk")
    if merge.household_id is not None:
        same = standing.filter(household_id=merge.household_id)
        into = standing.filter(losers__household_id=merge.household_id)
    else:
        same = standing.filter(survivor=merge.survivor_id)
        into = standing.filter(losers__party=merge.survivor_id)
    return into.first() or same.first()
