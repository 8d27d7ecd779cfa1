"""Writing a stretch of decided rows, and counting them. A row the database refuses never stops the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rapport.core.imports.kinds import Batch, ImportKind
from rapport.core.imports.models import ImportIssue, Outcome
from rapport.core.search.rebuilding import rebuild

COUNTERS = {
    Outcome.CREATED: "created",
    Outcome.UPDATED: "updated",
    Outcome.UNCHANGED: "unchanged",
    Outcome.SKIPPED: "skipped",
    Outcome.ERROR: "errors",
}


@dataclass
class Tally:
    """How many rows had which outcome, and how many records of each sort came about."""

    rows: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    refused: int = 0

    def add_records(self, more: dict[str, int]) -> None:
        """Add up records."""
        for name, count in more.items():
            self.records[name] = self.records.get(name, 0) + count


def write(kind: ImportKind, batch: Batch) -> Tally:
    """Write what was decided; if the database refuses, do it in halves until the row is found that it refuses."""
    tally = Tally()
    _write(kind, batch, tally)
    for name, sql in kind.indexed.items():
        rebuild(name, [key for (key,) in batch.ask(sql)])
    tally.rows = outcomes(batch)
    return tally


def _write(kind: ImportKind, batch: Batch, tally: Tally) -> None:
    try:
        with transaction.atomic():
            records = kind.write(batch)
            _check_now()
    except (IntegrityError, DataError) as error:
        units = [
            unit
            for (unit,) in batch.ask(
                "SELECT DISTINCT unit_row FROM {stage} s WHERE {here} ORDER BY 1"
            )
        ]
        if len(units) <= 1:
            tally.refused += _refuse(batch, error)
            return
        middle = units[len(units) // 2]
        _write(kind, replace(batch, high=middle - 1), tally)
        _write(kind, replace(batch, low=middle), tally)
    else:
        tally.add_records(records)


def _check_now() -> None:
    """Check foreign keys here rather than at the end, so that a wrong row is found in its stretch."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _refuse(batch: Batch, error: Exception) -> int:
    said = str(error).splitlines()[0][:200]
    reason = _("The database refused it: %(reason)s") % {"reason": said}
    return batch.run(
        "UPDATE {stage} s SET outcome = 'error', reason = %(why)s WHERE {here} AND outcome IS DISTINCT FROM 'error'",
        why=reason,
    )


def outcomes(batch: Batch) -> dict[str, int]:
    """Return outcome → number of rows."""
    found = batch.ask("SELECT outcome, count(*) FROM {stage} s WHERE {here} GROUP BY 1")
    return {str(outcome): count for outcome, count in found}


def keep_issues(batch: Batch, run_id: int) -> None:
    """Remember the rows that were skipped or wrong, with their reasons."""
    batch.run(
        f"INSERT INTO {ImportIssue._meta.db_table} (run_id, row, outcome, reason)"
        " SELECT %(run)s, row, outcome, coalesce(reason, '') FROM {stage} s"
        " WHERE {here} AND outcome IN ('skipped', 'error') ON CONFLICT DO NOTHING",
        run=run_id,
    )
