"""The pairs that wait for somebody's word, and what a threshold would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.duplicates.models import (
    Kind,
    MatchCandidate,
    MatchRun,
    MatchVerdict,
    State,
    Verdict,
)
from rapport.customers.duplicates.near import seen_by
from rapport.customers.duplicates.reasons import Reason, reasons

PAGE = 20
THRESHOLDS = (0.5, 0.8, 0.95, 0.99)
USUAL = 0.8
OPEN = "open"


@dataclass(frozen=True)
class Outlook:
    """What a threshold would bring: pairs, how many of them are right by the model, and by what people said."""

    threshold: float
    pairs: int
    expected: float
    judged: int
    right: int

    @property
    def by_verdicts(self) -> float | None:
        """Return which share of the judged pairs above it are the same."""
        return self.right / self.judged if self.judged else None


@dataclass(frozen=True)
class Pair:
    """Two records that may be the same, as the queue shows them."""

    candidate: MatchCandidate
    first: Any
    second: Any
    reasons: list[Reason]

    @property
    def ids(self) -> tuple[int, int]:
        """Return both keys."""
        return self.candidate.first_id, self.candidate.second_id


def candidates(user: User, kind: str, *, judged: str = OPEN) -> QuerySet[MatchCandidate]:
    """Return the pairs of a kind of which the user may see both: those nobody judged yet, or those with this verdict.

    Errors: Missing.
    """
    if kind not in Kind.values:
        raise Missing
    seen = seen_by(user, kind).values("pk")
    rows = MatchCandidate.objects.filter(kind=kind, first_id__in=seen, second_id__in=seen)
    if judged == OPEN:
        return rows.filter(~Exists(_said()))
    return rows.filter(Exists(_said().filter(verdict=judged)))


def _said() -> QuerySet[MatchVerdict]:
    """Return the last word on a pair, in whichever order merges left its keys."""
    same = Q(first_id=OuterRef("first_id"), second_id=OuterRef("second_id"))
    turned = Q(first_id=OuterRef("second_id"), second_id=OuterRef("first_id"))
    every = MatchVerdict.objects.filter(same | turned, kind=OuterRef("kind"))
    later = MatchVerdict.objects.filter(
        Q(first_id=OuterRef("first_id"), second_id=OuterRef("second_id"))
        | Q(first_id=OuterRef("second_id"), second_id=OuterRef("first_id")),
        kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"),
    )
    return every.filter(~Exists(later))


def candidate_of(user: User, candidate_id: int) -> MatchCandidate:
    """Return a pair of which the user may see both records. Errors: Missing."""
    found = MatchCandidate.objects.filter(pk=candidate_id).first()
    if found is None:
        raise Missing
    seen = seen_by(user, found.kind).filter(pk__in=[found.first_id, found.second_id])
    if seen.count() < 2:
        raise Missing
    return found


def page_of(
    rows: QuerySet[MatchCandidate], after: str, least: float
) -> tuple[list[MatchCandidate], str]:
    """Return a page of pairs, the likeliest first, and the place of the next page."""
    rows = rows.filter(probability__gte=least).order_by("-probability", "pk")
    value, _, key = after.partition("_")
    try:
        chance, last = float(value), int(key)
    except ValueError:
        pass
    else:
        rows = rows.filter(Q(probability__lt=chance) | Q(probability=chance, pk__gt=last))
    found = list(rows[: PAGE + 1])
    more = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{more.probability!r}_{more.pk}" if more else ""


def pairs(user: User, kind: str, found: Sequence[MatchCandidate]) -> list[Pair]:
    """Return both records of each pair with the reasons. One query."""
    ids = {pk for one in found for pk in (one.first_id, one.second_id)}
    rows = seen_by(user, kind).filter(pk__in=ids).select_related(*_beside(kind))
    known = {row.pk: row for row in rows}
    return [
        Pair(one, known[one.first_id], known[one.second_id], reasons(one.reasons))
        for one in found
        if one.first_id in known and one.second_id in known
    ]


def _beside(kind: str) -> tuple[str, ...]:
    if kind == Kind.HOUSEHOLD:
        return ("head__party__owner",)
    return ("owner", kind)


def outlooks(user: User, kind: str) -> list[Outlook]:
    """Return what each threshold would bring. Two queries."""
    above = {t: Q(probability__gte=t) for t in THRESHOLDS}
    rows = candidates(user, kind).aggregate(
        **{f"n{place}": Count("pk", filter=q) for place, q in enumerate(above.values())},
        **{f"p{place}": Avg("probability", filter=q) for place, q in enumerate(above.values())},
    )
    same = Q(verdict=Verdict.SAME)
    said = MatchVerdict.objects.filter(kind=kind).aggregate(
        **{f"n{place}": Count("pk", filter=q) for place, q in enumerate(above.values())},
        **{f"r{place}": Count("pk", filter=q & same) for place, q in enumerate(above.values())},
    )
    return [
        Outlook(t, rows[f"n{n}"], rows[f"p{n}"] or 0.0, said[f"n{n}"], said[f"r{n}"])
        for n, t in enumerate(THRESHOLDS)
    ]


def counts(user: User, kind: str) -> dict[str, int]:
    """Return how many pairs wait, are to be merged, and are not the same."""
    return {
        name: candidates(user, kind, judged=name).filter(probability__gte=least).count()
        for name, least in ((OPEN, USUAL), (Verdict.SAME.value, 0), (Verdict.DIFFERENT.value, 0))
    }


def last_search(kind: str) -> MatchRun | None:
    """Return the last search of a kind that came to its end."""
    return MatchRun.objects.filter(kind=kind, state=State.DONE).order_by("-id").first()


def newest_run(kind: str) -> MatchRun | None:
    """Return the newest search of a kind, whatever became of it."""
    return MatchRun.objects.filter(kind=kind).order_by("-id").first()
