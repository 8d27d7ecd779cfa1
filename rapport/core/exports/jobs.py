"""Long exports, written in the background: claim, write outside any transaction, record."""

from __future__ import annotations

import logging
import tempfile
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.errors import RapportError
from rapport.core.events.reactions import every, on
from rapport.core.exports.actions import (
    claim_export,
    count_rows,
    end_export,
    note_progress,
    remove_old_files,
)
from rapport.core.exports.events import ExportQueued
from rapport.core.exports.models import ExportRun
from rapport.core.exports.queries import spec_of
from rapport.core.exports.writing import csv_lines

STEP = 5000
log = logging.getLogger(__name__)


@on(ExportQueued, queue="exports")
def write_export(event: ExportQueued, *, by: User, at: datetime) -> None:
    """Write the file with the rights, in the language and time zone of whoever asked. May run twice."""
    with translation.override(by.language), timezone.override(ZoneInfo(by.timezone)):
        run = claim_export(event.export_id)
        if run is None:
            return
        try:
            count_rows(run)
            file, written = _write(run)
        except RapportError as error:
            end_export(run, at=timezone.now(), written=0, failure=error.sentence())
        except OSError:
            log.exception("export %s", run.pk)
            failure = _("The file could not be written: the disk is full or not writable.")
            end_export(run, at=timezone.now(), written=0, failure=failure)
        else:
            end_export(run, at=timezone.now(), written=written, file=file)


@every("23 4 * * *", queue="exports")
def remove_files(*, by: User, at: datetime) -> None:
    """Remove files that nobody fetched for a week."""
    remove_old_files(at=at)


def _write(run: ExportRun) -> tuple[str, int]:
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
