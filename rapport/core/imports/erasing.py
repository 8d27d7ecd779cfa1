"""Stored files of imports that name an erased person: they go, with what was staged of them; counts and reasons stay."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.storage import default_storage

from rapport.core.imports import reading, staging
from rapport.core.imports.models import ImportRun
from rapport.core.imports.queries import FileGone, local_file
from rapport.core.imports.reading import Dialect


def remove_files_with(_pattern: str, matches: Callable[[str], bool]) -> int:
    """Remove the files of imports in which a cell matches, except of one that runs right now; return how many."""
    count = 0
    for run in ImportRun.objects.exclude(file=""):
        if run.is_running or not _names(run, matches):
            continue
        staging.drop(run)
        default_storage.delete(run.file)
        run.file = ""
        run.save(update_fields=["file"])
        count += 1
    return count


def _names(run: ImportRun, matches: Callable[[str], bool]) -> bool:
    if any(matches(str(one)) for one in [run.name, *run.columns]):
        return True
    try:
        with local_file(run) as path:
            rows = reading.rows(path, Dialect.stored(run.dialect))
            return any(matches(cell) for row in rows for cell in row)
    except (FileGone, *reading.BROKEN):
        return False
