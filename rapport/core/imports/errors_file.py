"""The files that an import gives back: the rows that could not be used, as they were, each with its reason, which are
imported again when they are corrected; and every row with what became of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from rapport.core.exports.writing import safe
from rapport.core.imports import decisions, reading
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.models import ImportIssue, ImportRun, Outcome
from rapport.core.imports.queries import local_file

ROWS_AT_ONCE = 5_000


class _Echo:
    """Hands each line back to who writes it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def lines(run: ImportRun) -> Iterator[str]:
    """Return the lines of the errors file: headings and reason first. Errors: FileGone."""
    issues = ImportIssue.objects.filter(run=run, outcome=Outcome.ERROR).order_by("row")
    reasons = issues.values_list("row", "reason").iterator(ROWS_AT_ONCE)
    told = ((row, [reason]) for row, reason in reasons)
    return _beside(run, told, [_("Reason")])


def lines_decided(run: ImportRun) -> Iterator[str]:
    """Return every line of the file with what became of it, or would, and why. Errors: FileGone."""
    words = {value: str(label) for value, label in Outcome.choices}
    found = decisions.in_order(run)
    told = ((row, [words.get(outcome, ""), reason]) for row, outcome, reason in found)
    return _beside(run, told, [_("Outcome"), _("Reason")])


def _beside(
    run: ImportRun, told: Iterator[tuple[int, list[str]]], headings: list[str]
) -> Iterator[str]:
    """Return those rows of the file of which something is told, in its order, with what is told behind them."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*map(safe, run.columns), *headings])
    wanted, said = next(told, (0, []))
    with local_file(run) as path:
        for number, row in enumerate(reading.rows(path, Dialect.stored(run.dialect)), start=1):
            if number == wanted:
                cells = [cell.replace("\x00", "") for cell in row]
                cells += [""] * (len(run.columns) - len(cells))
                yield writer.writerow([*map(safe, cells), *said])
                wanted, said = next(told, (0, []))
