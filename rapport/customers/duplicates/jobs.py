"""Searching for duplicates in the background, and every hour what changed since."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.events.reactions import every, on
from rapport.customers.duplicates.actions import claim_run, end_run, seek_duplicates
from rapport.customers.duplicates.events import DuplicatesSought
from rapport.customers.duplicates.models import Kind, State
from rapport.customers.duplicates.queries import last_search
from rapport.customers.duplicates.searching import MANY, changed, search_all, search_changed

log = logging.getLogger(__name__)


@on(DuplicatesSought, queue="duplicates")
def search_duplicates(event: DuplicatesSought, *, by: User, at: datetime) -> None:
    """Search all records of a kind. May run twice."""
    run = claim_run(event.run_id, by=by, at=at)
    if run is None:
        return
    try:
        search_all(run, by=by, clock=timezone.now)
    except (OperationalError, InterfaceError):
        raise  # the database went away: the job is taken up again
    except Exception:
        log.exception("search for duplicates %s", run.pk)
        end_run(run.pk, by=by, at=timezone.now(), state=State.FAILED)


@every("23 * * * *", queue="duplicates")
def search_what_changed(*, by: User, at: datetime) -> None:
    """Look at what changed since the last search of each kind; where much did, or nothing was searched yet, search all."""
    for kind in Kind.values:
        last = last_search(kind)
        ids = changed(kind, last.searched_until) if last and last.searched_until else None
        if ids is None or len(ids) > MANY:
            seek_duplicates(kind, by=by, at=at)
        elif ids and last:
            search_changed(kind, ids, by=by, at=at)
            end_run(last.pk, by=by, at=at, state=State.DONE, searched_until=at)
