"""The staging table of a run: rows as they were read, typed, in order, by COPY. It is gone when the run has ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product
from typing import Any, Protocol

from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import Field, convert_row
from rapport.core.imports.decisions import same_as, table_of as decided
from rapport.core.imports.dialects import Doubtful
from rapport.core.imports.kinds import ImportKind, Key, kind_of
from rapport.core.imports.models import ImportRun, Match, Outcome
from rapport.core.imports.words import understood

Staged = tuple[Any, ...]
STRETCH = "import_stretch"
MOST_LETTERS = 16_000_000  # of long cells in a chunk


class Mapped(Protocol):
    """What says which column becomes what: the run of a file, or the hook of another program."""

    @property
    def pk(self) -> Any:
        """Return its number."""

    @property
    def writes_as(self) -> Any:
        """Return the user with whose rights it writes."""

    kind: Any
    name: Any
    columns: Any
    mapping: Any
    options: Any
    match: Any
    owner_id: int


class Stager:
    """Reads rows of one file into the shape of its staging table."""

    def __init__(
        self,
        kind: ImportKind,
        mapping: dict[str, int],
        reading: Reading,
        options: dict[str, Any],
        width: int,
    ) -> None:
        self.kind, self.reading, self.options, self.width = kind, reading, options, width
        fields = {one.name: one for one in kind.fields}
        self.mapping: list[tuple[int, Field]] = [
            (index, replace(one, convert=understood(one, options)))
            for name, index in mapping.items()
            if (one := fields.get(name))
        ]
        setting = [(index, one) for index, one in self.mapping if one.sets]
        self.read = lru_cache(1_000)(partial(self._reading, setting)) if setting else None
        self.set_by = [index for index, _one in setting]
        missing = [one for one in kind.fields if one.required and one.name not in mapping]
        self.mapping += [(-1, one) for one in missing]
        self.columns = [*fields, *kind.columns]
        self.empty: dict[str, Any] = dict.fromkeys(self.columns)

    def _reading(self, setting: list[tuple[int, Field]], *cells: str) -> Reading:
        """Return how the other cells of a row are read by what stands in those that say so."""
        found = self.reading
        for (_index, one), cell in zip(setting, cells, strict=True):
            with suppress(RowError):
                if cell.strip():
                    found = replace(found, **{one.sets: one.convert(cell, found)})
        return found

    def stage(self, number: int, row: list[str]) -> Staged:
        """Return a row of the staging table: number, unit, outcome, reason, then the values."""
        reading = self.reading
        if self.read:
            reading = self.read(*(row[i] if i < len(row) else "" for i in self.set_by))
        cells = convert_row(row if row else [""], self.mapping, reading)
        reasons, values = cells.reasons, cells.values
        if isinstance(row, Doubtful):
            reasons.append(row.reason)
        if len(row) > self.width and any(cell.strip() for cell in row[self.width :]):
            reasons.append(
                _("There are more cells than headings. Check for a missing quotation mark.")
            )
        if self.kind.derive is not None and not reasons:
            values |= self.kind.derive(values, reading, self.options)
            if refused := values.pop("reason", None):
                reasons.append(refused)
        outcome = Outcome.ERROR.value if reasons else None
        reason = " ".join(reasons) or None
        return (number, number, outcome, reason, *(self.empty | values).values())


def table_of(run: Mapped) -> str:
    """Return the name of a run's staging table."""
    return f"import_stage_{int(run.pk)}"


def create(table: str, kind: ImportKind, *, temporary: bool = False) -> None:
    """Make an empty staging table in place of any older one."""
    typed = "".join(f', "{name}" {sort}' for name, sort in kind.typed().items())
    sort = "TEMPORARY" if temporary else "UNLOGGED"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(
            f"CREATE {sort} TABLE {table} (row bigint, unit_row bigint, outcome text, reason text,"
            f" target_id bigint{typed})"
        )


def copy(table: str, columns: list[str], rows: Iterable[Staged]) -> None:
    """Write rows by COPY."""
    names = ", ".join(f'"{name}"' for name in ("row", "unit_row", "outcome", "reason", *columns))
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)


def finish(table: str, kind: ImportKind, *, match: str, options: dict[str, Any]) -> None:
    """Give rows that belong together their unit, set aside repeated ones, and index the table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")  # the only statements that sort a whole file
        for key in kind.used_keys(options) if match != Match.CREATE else []:
            cursor.execute(
                f"UPDATE {table} s SET outcome = %s, reason = replace(%s, %s, d.first::text) FROM ("
                f" SELECT row, {_first(key)} AS first FROM {table}"
                f" WHERE outcome IS DISTINCT FROM 'error' AND {key.column} IS NOT NULL"
                f") d WHERE d.row = s.row AND d.first < s.row AND s.outcome IS NULL",
                [Outcome.SKIPPED.value, same_as("#"), "#"],
            )
        if kind.unit:
            cursor.execute(
                f'UPDATE {table} s SET unit_row = u.first FROM (SELECT "{kind.unit}" AS key, min(row) AS first'
                f' FROM {table} WHERE "{kind.unit}" IS NOT NULL GROUP BY 1) u'
                f' WHERE s."{kind.unit}" = u.key AND s.unit_row <> u.first'
            )
        cursor.execute(f"CREATE INDEX ON {table} (unit_row)")
        cursor.execute(f"ANALYZE {table}")


def _first(key: Key) -> str:
    """Return the SQL for the first row that a key shows to be the same as this one."""
    least = "min(row) {kept} OVER (PARTITION BY " + key.column + ")"
    cases = []
    for held in product((False, True), repeat=len(key.unless)):
        pairs = list(zip(key.unless, held, strict=True))
        when = " AND ".join(f"{name} IS {'NOT ' if has else ''}NULL" for name, has in pairs)
        without = " AND ".join(f"{name} IS NULL" for name, has in pairs if has)
        first = least.format(kept=f"FILTER (WHERE {without})" if without else "")
        cases.append(f"WHEN {when or 'true'} THEN {first}")
    return f"CASE {' '.join(cases)} END"


def cut(run: ImportRun, low: int, high: int, *, is_decided: bool = False) -> str:
    """Copy a stretch to a table of its own, with what was decided of it if it was, and return its name.

    Every statement of a batch then reads 20,000 rows and not the whole file, what it decides leaves no dead rows in
    the staging table, and the planner is told what is decided.
    """
    here = f"unit_row BETWEEN {int(low)} AND {int(high)}"
    rows = f"SELECT * FROM {table_of(run)} WHERE {here}"
    if is_decided:
        kind = kind_of(run.kind, run.writes_as)
        values = [f's."{name}"' for name in kind.typed() if name not in kind.decides]
        rows = (
            f"SELECT d.*, {', '.join(values)} FROM {table_of(run)} s"
            f" JOIN {decided(run)} d ON d.row = s.row AND d.{here} WHERE s.{here}"
        )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STRETCH}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STRETCH} WITH (fillfactor = 50) ON COMMIT DROP AS {rows}"
        )
        cursor.execute(f"ANALYZE {STRETCH} (row, unit_row, outcome, target_id)")
    return STRETCH


def drop(run: ImportRun) -> None:
    """Remove the staging table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table_of(run)}")


def staged_rows(run: ImportRun) -> int:
    """Return how many rows are staged; -1 when there is no table (a crash of the database empties it)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table_of(run)])
        if cursor.fetchone()[0] is None:
            return -1
        cursor.execute(f"SELECT coalesce(max(row), 0) FROM {table_of(run)}")
        return int(cursor.fetchone()[0])


def chunks(rows: Iterator[Staged], size: int) -> Iterator[list[Staged]]:
    """Return the rows in lists of at most `size`, and of so few that their pictures need little memory."""
    chunk: list[Staged] = []
    letters = 0
    for row in rows:
        chunk.append(row)
        letters += sum(len(value) for value in row if isinstance(value, str) and len(value) > 1000)
        if len(chunk) == size or letters > MOST_LETTERS:
            yield chunk
            chunk, letters = [], 0
    if chunk:
        yield chunk
