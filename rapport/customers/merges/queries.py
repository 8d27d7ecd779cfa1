"""Reading merges, and what merging would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.references.finding import references
from rapport.customers.merges.models import Merge
from rapport.customers.parties.models import Party

RIGHT = "customers.merge_parties"


@dataclass(frozen=True)
class Going:
    """How many rows of a kind go along, and how many say the same as one that is there."""

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


def may_merge(user: User, party: Party) -> bool:
    """Tell whether the user may merge this record with others."""
    return may(user, RIGHT, party)


def going(user: User, losers: Sequence[int]) -> list[Going]:
    """Return what would go along, as far as the user may see it; one query for each place where customers are referred to."""
    counts: Counter[str] = Counter()
    for reference in references(Party):
        model: Any = reference.model
        if reference.is_business and getattr(model, "follows_merges", True) and losers:
            rows = reference.rows(losers).order_by()
            if hasattr(model, "access"):
                rows = rows.filter(
                    pk__in=model._default_manager.all().visible_to(user).values("pk")
                )
            counts[model._meta.db_table] += rows.count()
    return _in_words(counts, {})


def gone(merge: Merge) -> list[Going]:
    """Return what a merge moved."""
    return _in_words(Counter(merge.moved), merge.folded)


def _in_words(counts: Counter[str], same: Any) -> list[Going]:
    words = listed("words")["kinds"]
    tables = [table for table in words if counts.get(table) or same.get(table)]
    return [Going(words[one], counts.get(one, 0), same.get(one, 0)) for one in tables]


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
