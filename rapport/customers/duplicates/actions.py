"""Asking for a search, writing down what it found, and saying of two records whether they are the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.duplicates.events import DuplicatesSought, MatchJudged
from rapport.customers.duplicates.models import (
    Kind,
    MatchCandidate,
    MatchRun,
    MatchVerdict,
    State,
    Verdict,
)
from rapport.customers.duplicates.near import seen_by

Kept = tuple[int, int, float, str]  # both keys in order, how likely, the reasons as JSON

STAGED = """CREATE TEMPORARY TABLE match_staged (first_id bigint, second_id bigint, probability float8, reasons jsonb)
ON COMMIT DROP"""
KEEP = """INSERT INTO customers_matchcandidate (kind, first_id, second_id, probability, reasons, found_at)
SELECT %(kind)s, first_id, second_id, probability, reasons, %(at)s FROM match_staged
ON CONFLICT (kind, first_id, second_id) DO UPDATE SET probability = excluded.probability, reasons = excluded.reasons
WHERE customers_matchcandidate.probability <> excluded.probability OR customers_matchcandidate.reasons <> excluded.reasons"""
FORGET = """DELETE FROM customers_matchcandidate c WHERE kind = %(kind)s AND {those}
AND NOT EXISTS (SELECT FROM match_staged s WHERE s.first_id = c.first_id AND s.second_id = c.second_id)"""


class UnknownVerdict(Invalid):
    """Say whether the two are the same or not."""


@action
def seek_duplicates(kind: str, *, by: User, at: datetime) -> MatchRun:
    """Have all records of a kind searched for duplicates; a search that is under way is joined."""
    require(by, "customers.seek_duplicates")
    if kind not in Kind.values:
        raise Missing
    going = MatchRun.objects.filter(kind=kind, state__in=[State.QUEUED, State.WORKING]).first()
    if going is not None:
        return going
    run = MatchRun.objects.create(kind=kind, user=by, asked_at=at)
    publish(DuplicatesSought(run_id=run.pk, kind=kind), by=by, at=at)
    return run


@action
def claim_run(run_id: int, *, by: User, at: datetime) -> MatchRun | None:
    """Begin a search, or begin it again after a killed worker; None when it has ended."""
    require(by, "customers.seek_duplicates")
    run = MatchRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or not run.is_running:
        return None
    run.state, run.began_at = State.WORKING, at
    run.save(update_fields=["state", "began_at"])
    return run


def note_progress(run_id: int, *, step: str, done: int, total: int) -> None:
    """Say how far a search is. A part of the job."""
    MatchRun.objects.filter(pk=run_id).update(step=step, done=done, total=total)


@action
def keep_candidates(
    kind: str, found: Iterable[Kept], *, by: User, at: datetime, among: list[int] | None = None
) -> None:
    """Write down which records may be the same; what is no longer found goes, of all or of those `among` which was searched."""
    require(by, "customers.seek_duplicates")
    those = "true" if among is None else "(first_id = ANY(%(among)s) OR second_id = ANY(%(among)s))"
    values: dict[str, Any] = {"kind": kind, "at": at, "among": among}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS match_staged")
        cursor.execute(STAGED)
        copy = sql.SQL("COPY match_staged FROM STDIN")
        with cursor.copy(copy) as staged:
            for row in found:
                staged.write_row(row)
        cursor.execute(KEEP, values)
        cursor.execute(FORGET.format(those=those), values)


@action
def end_run(run_id: int, *, by: User, at: datetime, state: str, **learned: Any) -> None:
    """End a search, with what it learned."""
    require(by, "customers.seek_duplicates")
    MatchRun.objects.filter(pk=run_id).update(state=state, ended_at=at, **learned)


@action
def judge_match(
    kind: str, first_id: int, second_id: int, *, by: User, at: datetime, verdict: str
) -> MatchVerdict:
    """Say of two records whether they are the same. It is remembered; the last word stands. Errors: Missing, UnknownVerdict."""
    require(by, "customers.judge_match")
    if kind not in Kind.values:
        raise Missing
    if verdict not in Verdict.values:
        raise UnknownVerdict(fields={"verdict": UnknownVerdict().sentence()})
    first, second = sorted((first_id, second_id))
    if first == second or seen_by(by, kind).filter(pk__in=[first, second]).count() < 2:
        raise Missing
    seemed = MatchCandidate.objects.filter(kind=kind, first_id=first, second_id=second)
    said = MatchVerdict.objects.create(
        kind=kind,
        first_id=first,
        second_id=second,
        verdict=verdict,
        probability=seemed.values_list("probability", flat=True).first() or 0.0,
        user=by,
        said_at=at,
    )
    told = MatchJudged(kind=kind, first_id=first, second_id=second, verdict=verdict)
    publish(told, by=by, at=at)
    return said
