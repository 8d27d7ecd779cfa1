"""What will become of each row, decided for the whole file before anything is written: a trial ends here, and a real
run writes exactly this. The table outlives the run, so that every row can be asked what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.imports.kinds import ImportKind
from rapport.core.imports.models import ImportIssue, ImportRun, Outcome

ROWS_AT_ONCE = 5_000


def table_of(run: ImportRun) -> str:
    """Return the name of a run's table of decisions."""
    return f"import_decided_{int(run.pk)}"


def create(run: ImportRun, kind: ImportKind) -> None:
    """Make an empty table of decisions in place of any older one."""
    table, types = table_of(run), kind.typed()
    more = "".join(f', "{name}" {types[name]}' for name in kind.decides)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(
            f"CREATE UNLOGGED TABLE {table}"
            f" (row bigint, unit_row bigint, outcome text, reason text, target_id bigint{more})"
        )


def drop(run: ImportRun) -> None:
    """Forget what was decided."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table_of(run)}")


def stand(run: ImportRun) -> bool:
    """Tell whether the decisions up to `checked` are there; a crash of the database empties the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table_of(run)])
        if cursor.fetchone()[0] is None:
            return False
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table_of(run)})")
        return bool(cursor.fetchone()[0]) or run.checked == 0


def keep(run: ImportRun, kind: ImportKind, stretch: str) -> None:
    """Keep what was decided of a stretch."""
    more = "".join(f', "{name}"' for name in kind.decides)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table_of(run)} SELECT row, unit_row, outcome, reason, target_id{more}"
            f" FROM {stretch}"
        )


def one_row_a_record(table: str, kind: ImportKind) -> None:
    """Leave of several rows that would change the same record only the first; lines of one document belong together."""
    if kind.unit:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} d SET outcome = %s, reason = replace(%s, %s, x.first::text) FROM ("
            f" SELECT row, min(row) OVER (PARTITION BY target_id) AS first FROM {table}"
            f" WHERE target_id IS NOT NULL AND outcome IN ('updated', 'unchanged')"
            f") x WHERE x.row = d.row AND x.first < d.row",
            [Outcome.SKIPPED.value, same_as("#"), "#"],
        )


def same_as(row: str) -> str:
    """Return the sentence for a row that speaks of the same record as an earlier one."""
    return _("It is the same record as row %(row)s.") % {"row": row}


def finish(run: ImportRun, kind: ImportKind) -> None:
    """All rows are decided: settle what concerns several of them, and index them for the writing."""
    table = table_of(run)
    one_row_a_record(table, kind)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX ON {table} (unit_row)")
        cursor.execute(f"ANALYZE {table}")


def count(run: ImportRun) -> dict[str, int]:
    """Return outcome → number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT outcome, count(*) FROM {table_of(run)} GROUP BY 1")
        return dict(cursor.fetchall())


def keep_issues(run: ImportRun) -> None:
    """Remember of a trial which rows would be skipped or are wrong."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ImportIssue._meta.db_table} (run_id, row, outcome, reason)"
            f" SELECT %s, row, outcome, coalesce(reason, '') FROM {table_of(run)}"
            " WHERE outcome IN ('skipped', 'error') ON CONFLICT DO NOTHING",
            [run.pk],
        )


def correct(run: ImportRun, stretch: str) -> None:
    """Note the rows that the database refused after all."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table_of(run)} d SET outcome = s.outcome, reason = s.reason FROM {stretch} s"
            " WHERE d.unit_row = s.unit_row AND d.row = s.row AND s.outcome = 'error' AND d.outcome <> 'error'"
        )


def in_order(run: ImportRun) -> Iterator[tuple[int, str, str]]:
    """Return row, outcome and reason in the order of the file; nothing when they are no longer kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table_of(run)])
        if cursor.fetchone()[0] is None:
            return
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT row, coalesce(outcome, ''), coalesce(reason, '') FROM {table_of(run)} ORDER BY row"
        )
        while found := cursor.fetchmany(ROWS_AT_ONCE):
            yield from found
