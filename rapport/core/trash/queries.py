"""What lies in the trash, of all kinds in one list, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.changes.models import Change
from rapport.core.errors import Missing
from rapport.core.lists import cursor
from rapport.core.trash.kinds import DAYS_KEPT, Trashable

SIZE = 50
SORT = "trash"


@dataclass(frozen=True)
class Trashed:
    """One record in the trash."""

    kind: str
    row_id: int
    name: str
    trashed_at: datetime
    label: str | Promise
    icon: str
    by: str = ""

    @property
    def key(self) -> str:
        """Return what a form sends to name it."""
        return f"{self.kind}:{self.row_id}"

    def days_left(self, at: datetime) -> int:
        """Return in how many days it is deleted for good."""
        return max(0, (self.trashed_at + timedelta(days=DAYS_KEPT) - at).days)


@dataclass(frozen=True)
class TrashPage:
    """One page of the trash and the place where the next begins, empty at the end."""

    rows: list[Trashed]
    next: str


def kind_of(name: str) -> Trashable:
    """Return a kind by its name."""
    found: Trashable | None = listed("trash").get(name)
    if found is None:
        raise Missing
    return found


def trashed(user: User, *, kind: str = "", words: str = "", after: str = "") -> TrashPage:
    """Return one page of what the user may see. As many queries as there are kinds, whatever lies there."""
    kinds = {kind: kind_of(kind)} if kind else listed("trash")
    place = _place(after) if after else None
    found: list[Trashed] = []
    for name, spec in kinds.items():
        found += _rows(user, name, spec, words, place)
    found.sort(key=lambda row: (row.trashed_at, row.kind, row.row_id), reverse=True)
    rows, more = found[:SIZE], len(found) > SIZE
    last = rows[-1] if rows else None
    following = (
        cursor.write(SORT, f"{last.trashed_at.isoformat()}|{last.kind}", last.row_id)
        if more and last
        else ""
    )
    return TrashPage(rows=_with_names(rows), next=following)


def _place(after: str) -> tuple[datetime, str, int]:
    text, row_id = cursor.read(after, SORT)
    moment, kind = text.split("|")
    return datetime.fromisoformat(moment), kind, row_id


def _rows(
    user: User, name: str, spec: Trashable, words: str, place: tuple[datetime, str, int] | None
) -> Iterable[Trashed]:
    rows: Any = spec.rows.visible_to(user).filter(trashed_at__isnull=False)
    if words:
        rows = rows.filter(**{f"{spec.name}__icontains": words})
    if place is not None:
        at, kind, row_id = place
        same = Q(pk__lt=row_id) if kind == name else Q() if name < kind else Q(pk__in=[])
        rows = rows.filter(Q(trashed_at__lt=at) | (Q(trashed_at=at) & same))
    rows = rows.order_by("-trashed_at", "-pk").annotate(shown_name=F(spec.name))
    for pk, shown, trashed_at in rows.values_list("pk", "shown_name", "trashed_at")[: SIZE + 1]:
        yield Trashed(name, pk, shown or "–", trashed_at, spec.label, spec.icon)


def _with_names(rows: list[Trashed]) -> list[Trashed]:
    """Add who moved each there: the change log knows."""
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.row_id)
    who: dict[tuple[str, int], int] = {}
    for kind, ids in by_kind.items():
        table = kind_of(kind).model._meta.db_table
        moved = (
            Change.objects.filter(table=table, row_id__in=ids, before__has_key="trashed_at")
            .order_by("row_id", "-id")
            .distinct("row_id")
        )
        who |= {(kind, row_id): by for row_id, by in moved.values_list("row_id", "by_id") if by}
    names = dict(User.objects.filter(pk__in=set(who.values())).values_list("pk", "name"))
    return [replace(row, by=names.get(who.get((row.kind, row.row_id), 0), "")) for row in rows]


def expired(kind: str, at: datetime, limit: int) -> list[int]:
    """Return what has lain in the trash for its full time."""
    due = at - timedelta(days=DAYS_KEPT)
    rows = kind_of(kind).rows.filter(trashed_at__lt=due).order_by("trashed_at")
    return list(rows.values_list("pk", flat=True)[:limit])
