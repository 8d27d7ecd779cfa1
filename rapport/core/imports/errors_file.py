"""The errors file: the rows that could not be used, as they were, each with its reason; corrected, it is imported again."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from rapport.core.exports.writing import safe
from rapport.core.imports import reading
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.models import ImportIssue, ImportRun, Outcome
from rapport.core.imports.queries import local_file


class _Echo:
    """Hands each line back to who writes it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def lines(run: ImportRun) -> Iterator[str]:
    """Return the file's lines: headings and reason first. Errors: FileGone."""
    issues = ImportIssue.objects.filter(run=run, outcome=Outcome.ERROR)
    reasons = dict(issues.values_list("row", "reason"))
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*map(safe, run.columns), _("Reason")])
    with local_file(run) as path:
        for number, row in enumerate(reading.rows(path, Dialect.stored(run.dialect)), start=1):
            if number in reasons:
                cells = [cell.replace("\x00", "") for cell in row]
                cells += [""] * (len(run.columns) - len(cells))
                yield writer.writerow([*map(safe, cells), reasons[number]])
