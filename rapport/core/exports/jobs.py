"""Long exports, written in the background: claim, write outside any transaction, record."""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.errors import RapportError
from rapport.core.events.reactions import every, on
from rapport.core.exports.actions import (
    claim_export,
    count_rows,
    end_export,
    remove_old_files,
)
from rapport.core.exports.adapters import write_file
from rapport.core.exports.events import ExportQueued

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
            file, written = write_file(run)
        except RapportError as error:
            end_export(run, by=system(), at=timezone.now(), written=0, failure=error.sentence())
        except OSError:
            log.exception("export %s", run.pk)
            failure = _("The file could not be written: the disk is full or not writable.")
            end_export(run, by=system(), at=timezone.now(), written=0, failure=failure)
        else:
            end_export(run, by=system(), at=timezone.now(), written=written, file=file)


@every("23 4 * * *", queue="exports")
def remove_files(*, by: User, at: datetime) -> None:
    """Remove files that nobody fetched for a week."""
    remove_old_files(at=at)
