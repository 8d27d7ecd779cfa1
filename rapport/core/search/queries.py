"""Finding records: the rights stand inside the question, before any cap, so nobody's records hide or leak others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from rapport.core.access.models import Access, User, reach, viewing_right
from rapport.core.lists.state import Alike
from rapport.core.search.asking import Question, named_so, question
from rapport.core.search.kinds import Kind, kinds
from rapport.core.search.misspelt import forgiving
from rapport.core.search.models import RecentRecord, SearchEntry
from rapport.core.search.statement import Sight, statement

ALIKE = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A record as search shows it; `rank` is 0 for a whole name, 1 for its beginning, 2 for anything else, 3 for what is only spelled alike."""

    kind: str
    object_id: int
    party_id: int | None
    title: str
    subtitle: str
    touched_at: datetime | None
    rank: int = 2


@dataclass(frozen=True)
class Opened:
    """A record that the user opened: when last, and how often, each time counting half as much a week later."""

    found: Found
    at: datetime
    weight: float

    def how_often(self, now: datetime) -> float:
        """Return how often it is opened nowadays."""
        return self.weight * float(0.5 ** ((now - self.at) / WEEK))


def search(
    user: User,
    text: str,
    *,
    only: Iterable[str] | None = None,
    limit: int = 50,
    each: int | None = None,
) -> list[Found]:
    """Return what the user may see and means, best first: whole names, then beginnings, hers and recent ones first.

    `only` names kinds, `each` limits the records of one kind. A question too short finds her recent records; one that
    finds nothing is asked once more, forgiving a mistyped letter.
    """
    asked = question(text)
    if asked is None:
        return recent(user, only=only, limit=limit)
    sights = _sights(user, only)
    if not sights:
        return []
    found = _find(user, asked, sights, each=each or limit, limit=limit)
    forgiven = None if found else forgiving(text)
    if forgiven:
        alike = _find(user, forgiven, sights, each=each or limit, limit=limit)
        return [replace(one, rank=ALIKE) for one in alike]
    return found


def _find(
    user: User, asked: Question, sights: list[Sight], *, each: int, limit: int
) -> list[Found]:
    sql, values = statement(user, asked, sights)
    values |= {"exact": asked.exact, "begins": asked.begins, "me": user.pk}
    values |= {"each": each, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [
            Found(
                kind=kind,
                object_id=object_id,
                party_id=party_id,
                title=title,
                subtitle=subtitle,
                touched_at=touched_at,
                rank=rank,
            )
            for kind, object_id, party_id, title, subtitle, touched_at, rank in cursor.fetchall()
        ]


def opened(user: User, *, only: Iterable[str] | None = None) -> list[Opened]:
    """Return the records that the user opened lately and may still see, latest first."""
    lately = list(
        RecentRecord.objects.filter(user=user)
        .order_by("-at", "-id")
        .values_list("kind", "object_id", "at", "weight")
    )
    conditions = [_condition(sight) for sight in _sights(user, only)]
    if not lately or not conditions:
        return []
    mine = models.Q()
    for kind in {row[0] for row in lately}:
        mine |= models.Q(kind=kind, object_id__in=[row[1] for row in lately if row[0] == kind])
    seen = models.Q()
    for condition in conditions:
        seen |= condition
    entries = {(e.kind, e.object_id): e for e in SearchEntry.objects.filter(mine).filter(seen)}
    return [
        Opened(_found(entries[kind, pk]), at, weight)
        for kind, pk, at, weight in lately
        if (kind, pk) in entries
    ]


def recent(user: User, *, only: Iterable[str] | None = None, limit: int = 10) -> list[Found]:
    """Return the records that the user opened lately and may still see, latest first."""
    return [one.found for one in opened(user, only=only)][:limit]


def matching(kind: str, text: str) -> models.QuerySet[SearchEntry, Any] | None:
    """Return the ids of all records of a kind that match, for a list that asks the rights itself."""
    found = entries(kind, text)
    return None if found is None else found.values("object_id")


def entries(kind: str, text: str) -> models.QuerySet[SearchEntry] | None:
    """Return the entries of all records of a kind that match.

    A text too short for a question finds what is named so; of `Alike` words a mistyped letter is forgiven, None where
    there is nothing to forgive.
    """
    asked = forgiving(text) if isinstance(text, Alike) else question(text)
    if asked is None and isinstance(text, Alike):
        return None
    wanted = asked.match if asked else named_so(text)
    match = RawSQL("tokens @@ %s::tsquery", [wanted], models.BooleanField())
    return SearchEntry.objects.filter(match, kind=kind)


def _sights(user: User, only: Iterable[str] | None) -> list[Sight]:
    wanted = set(only) if only is not None else None
    found: dict[tuple[Any, ...], Sight] = {}
    shared: dict[tuple[Any, str], list[int]] = {}
    for kind in kinds().values():
        if wanted is not None and kind.name not in wanted:
            continue
        sight = _sight(user, kind, shared)
        if sight is not None:
            key = (
                sight.everything,
                tuple(sight.owners),
                sight.shared_column,
                tuple(sight.shared),
            )
            found.setdefault(key, sight)
            if found[key] is not sight:
                found[key].kinds += sight.kinds
    return list(found.values())


def _sight(user: User, kind: Kind, known: dict[tuple[Any, str], list[int]]) -> Sight | None:
    model: Any = kind.model_class
    right = viewing_right(model)
    reached = reach(user, right)
    if reached.is_empty:
        return None
    if reached.everything:
        return Sight([kind.name], everything=True)
    access: Access = model.access
    column = "object_id"
    while access.via and not access.shared:
        model, column = model._meta.get_field(access.via).related_model, "party_id"
        access = model.access
    if access.shared and (model, right) not in known:
        known[model, right] = list(getattr(model, access.shared)(user, right))
    return Sight(
        [kind.name],
        everything=False,
        owners=sorted(reached.owner_ids),
        shared_column=column,
        shared=known.get((model, right), []),
    )


def _condition(sight: Sight) -> models.Q:
    condition = models.Q(kind__in=sight.kinds)
    if sight.everything:
        return condition
    shared = models.Q(**{f"{sight.shared_column}__in": sight.shared})
    return condition & (models.Q(owner_id__in=sight.owners) | shared)


def _found(entry: SearchEntry) -> Found:
    return Found(
        kind=entry.kind,
        object_id=entry.object_id,
        party_id=entry.party_id,
        title=entry.title,
        subtitle=entry.subtitle,
        touched_at=entry.touched_at,
    )
