"""The file of a long export, written to the file storage piece by piece."""

from __future__ import annotations

import tempfile
from itertools import islice

from django.core.files import File
from django.core.files.storage import default_storage

from rapport.core.exports.actions import note_progress
from rapport.core.exports.models import ExportRun
from rapport.core.exports.queries import spec_of
from rapport.core.exports.writing import csv_lines

STEP = 5000


def write_file(run: ExportRun) -> tuple[str, int]:
    """Write the rows, noting the progress; return the file's name and the number of rows."""
    lines = csv_lines(spec_of(run.list_name), run.user, run.query, for_excel=run.for_excel)
    written = -1  # the head is no row
    with tempfile.TemporaryFile() as file:
        while batch := list(islice(lines, STEP)):
            file.write("".join(batch).encode())
            written += len(batch)
            note_progress(run, written)
        file.seek(0)
        name = default_storage.save(f"exports/{run.pk}.csv", File(file))
    return name, written
