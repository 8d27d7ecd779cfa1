"""The file of a long export, written to the file storage piece by piece."""

from __future__ import annotations

import tempfile

from django.core.files import File
from django.core.files.storage import default_storage

from rapport.core.exports.actions import note_progress
from rapport.core.exports.formats import pieces, written
from rapport.core.exports.models import ExportRun

STEP = 5000


def write_file(run: ExportRun) -> tuple[str, int]:
    """Write the rows, noting the progress; return the file's name and the number of rows."""
    count = noted = 0
    with tempfile.TemporaryFile() as file:
        for data, rows in pieces(run):
            file.write(data)
            count += rows
            if count - noted >= STEP:
                note_progress(run, count)
                noted = count
        file.seek(0)
        name = default_storage.save(f"exports/{run.pk}.{written(run).ending}", File(file))
    return name, count
