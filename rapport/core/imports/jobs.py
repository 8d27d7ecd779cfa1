"""The import's background work."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.events.reactions import every, on
from rapport.core.imports.actions import forget_imports, undo_import
from rapport.core.imports.driving import WorkedOnElsewhere, drive
from rapport.core.imports.events import ImportQueued, ImportUndoAsked
from rapport.core.imports.models import State
from rapport.core.imports.steps import end_import

log = logging.getLogger(__name__)


@on(ImportQueued, queue="imports")
def run_import(event: ImportQueued, *, by: User, at: datetime) -> None:
    """Read and write the file, in the language of whoever started it."""
    with translation.override(by.language):
        try:
            drive(event.run_id, by=by, clock=timezone.now)
        except (OperationalError, InterfaceError, WorkedOnElsewhere):
            raise  # the database went away, or a killed worker's session lives on: the job is taken up again
        except Exception:
            log.exception("import %s", event.run_id)
            failure = _("Something unexpected happened. What was written up to here can be undone.")
            end_import(event.run_id, by=by, at=timezone.now(), state=State.FAILED, failure=failure)


@on(ImportUndoAsked, queue="imports")
def take_back_import(event: ImportUndoAsked, *, by: User, at: datetime) -> None:
    """Take back all that the import wrote."""
    with translation.override(by.language):
        undo_import(event.run_id, by=by, at=at)


@every("41 3 * * *", queue="imports")
def forget_old_imports(*, by: User, at: datetime) -> None:
    """Remove the files of imports that ended a month ago."""
    forget_imports(by=by, at=at)
