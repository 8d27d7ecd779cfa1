"""Reading runs: one's own, their rows with what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from rapport.core.access.models import User
from rapport.core.bulk.known import verb_of
from rapport.core.bulk.models import BulkLeft, BulkRun, BulkSlice, Outcome
from rapport.core.bulk.verbs import Verb
from rapport.core.changes.models import Change
from rapport.core.errors import Missing
from rapport.core.records import keys

PAGE = 50


def runs(user: User) -> QuerySet[BulkRun]:
    """Return the user's own runs, the newest first."""
    return BulkRun.objects.filter(user=user).order_by("-id")


def run_of(user: User, run_id: int) -> BulkRun:
    """Return one of the user's own runs. Errors: Missing."""
    run = runs(user).filter(pk=run_id).first()
    if run is None:
        raise Missing
    return run


def verb_of_run(run_id: int, user: User | None = None) -> Verb:
    """Return the verb of a run, of one's own when a user is given. Errors: Missing."""
    known = BulkRun.objects.filter(pk=run_id)
    if user is not None:
        known = known.filter(user=user)
    name = known.values_list("verb", flat=True).first()
    if name is None:
        raise Missing
    return verb_of(name)


@dataclass(frozen=True)
class Row:
    """A row of a run: its place, its key, its name as far as the reader may see it, and what became of it."""

    place: str
    id: int
    outcome: str
    reason: str = ""
    name: str = ""
    since: str = ""
    stays: str = ""

    @property
    def said(self) -> str:
        """Return the outcome in words."""
        kept = self.stays if self.outcome == Outcome.KEPT else ""
        return kept or str(Outcome(self.outcome).label)

    @property
    def can_be_undone(self) -> bool:
        """Tell whether this row can still be taken back."""
        return self.outcome == Outcome.CHANGED


def rows(run: BulkRun, user: User, *, outcome: str = "", after: str = "") -> tuple[list[Row], str]:
    """Return a page of the rows (with this outcome), and the place of the next page. A fixed number of queries a slice."""
    found = list(islice(each(run, outcome=outcome, after=after), PAGE + 1))
    more = found[PAGE - 1].place if len(found) > PAGE else ""
    return _named(verb_of(run.verb), found[:PAGE], user), more


def each(run: BulkRun, *, outcome: str = "", after: str = "") -> Iterator[Row]:
    """Go through the rows of a run in their order; names are left to the reader."""
    number, _, offset = after.partition(".")
    is_place = number.isascii() and number.isdigit() and offset.isascii() and offset.isdigit()
    first, past = (int(number[:9]), int(offset[:9])) if is_place else (0, -1)
    for piece in run.slices.filter(number__gte=first).order_by("number").iterator(chunk_size=1):
        fates = _fates(run, piece)
        begin = past + 1 if piece.number == first else 0
        for place, pk in enumerate(piece.ids[begin:], start=begin):
            fate, reason = fates.get(pk, (_rest(piece), ""))
            if not outcome or fate == outcome:
                yield Row(f"{piece.number}.{place}", pk, fate, reason)


def _rest(piece: BulkSlice) -> str:
    return Outcome.UNCHANGED.value if piece.done_at else Outcome.WAITING.value


def _fates(run: BulkRun, piece: BulkSlice) -> dict[int, tuple[str, str]]:
    """Return outcome and reason of each row of a slice that is not as all others."""
    fates = dict.fromkeys(piece.changed, (Outcome.CHANGED.value, ""))
    fates |= dict.fromkeys(piece.undone, (Outcome.UNDONE.value, ""))
    fates |= dict.fromkeys(piece.kept, (Outcome.KEPT.value, ""))
    left = BulkLeft.objects.filter(run=run, row_id__any=keys(piece.ids))
    fates |= {pk: (o, why) for pk, o, why in left.values_list("row_id", "outcome", "reason")}
    return fates


def names(verb: Verb, ids: list[int], user: User) -> dict[int, str]:
    """Return what the rows are called, as far as the user may see them. One query."""
    manager: Any = verb.model._default_manager
    seen = manager.all().visible_to(user).filter(pk__any=keys(ids))
    return dict(seen.values_list("pk", verb.named))


def _named(verb: Verb, found: list[Row], user: User) -> list[Row]:
    called = names(verb, [row.id for row in found], user)
    if verb.stays:
        return [replace(row, name=called.get(row.id, ""), stays=str(verb.stays)) for row in found]
    kept = [row.id for row in found if row.outcome == Outcome.KEPT and row.id in called]
    who = _who_edited(verb, kept) if kept else {}
    return [replace(row, name=called.get(row.id, ""), since=who.get(row.id, "")) for row in found]


def _who_edited(verb: Verb, ids: list[int]) -> dict[int, str]:
    """Return who changed these rows last."""
    changes = Change.objects.filter(table=verb.model._meta.db_table, row_id__any=keys(ids))
    latest = changes.order_by("row_id", "-id").distinct("row_id")
    by = {row: user for row, user in latest.values_list("row_id", "by_id") if user is not None}
    names = dict(User.objects.filter(pk__in=by.values()).values_list("pk", "name"))
    return {row: names.get(user, "") for row, user in by.items()}
