"""Driving a run to its end, forth or back: each slice is one action, and a killed worker's successor goes on at the next one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.bulk.actions import fail_bulk, undo_bulk_slice, write_bulk_slice
from rapport.core.bulk.models import BulkRun, State
from rapport.core.errors import RapportError

Clock = Callable[[], datetime]
Step = Callable[..., BulkRun]
log = logging.getLogger(__name__)


def write(run_id: int, *, by: User, clock: Clock) -> None:
    """Write all slices that are not written yet."""
    _drive(write_bulk_slice, {State.QUEUED, State.WORKING}, run_id, by, clock)


def take_back(run_id: int, *, by: User, clock: Clock) -> None:
    """Take back all slices that are not taken back yet."""
    _drive(undo_bulk_slice, {State.UNDOING}, run_id, by, clock)


def _drive(step: Step, going: set[State], run_id: int, by: User, clock: Clock) -> None:
    try:
        while step(run_id, by=by, at=clock()).state in going:
            pass
    except RapportError as error:
        fail_bulk(run_id, at=clock(), failure=error.sentence())
    except (OperationalError, InterfaceError):
        raise  # the database went away: the job is taken up again
    except Exception:
        log.exception("bulk run %s", run_id)
        fail_bulk(
            run_id,
            at=clock(),
            failure=_("Something unexpected happened. What was changed up to here can be undone."),
        )
