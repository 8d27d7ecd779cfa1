"""Import sources by the clock: every minute those that are due are asked for, each is read by a job of its own."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation

from rapport.core.access.models import User
from rapport.core.events.reactions import every, on
from rapport.core.sources.actions import ask_due
from rapport.core.sources.events import SourceAsked
from rapport.core.sources.fetching import read_now
from rapport.core.sources.models import ImportSource


@every("* * * * *", queue="imports")
def ask_for_due(*, by: User, at: datetime) -> None:
    """Ask that every source that is due be read."""
    ask_due(by=by, at=at)


@on(SourceAsked, queue="imports")
def read_source_now(event: SourceAsked, *, by: User, at: datetime) -> None:
    """Read a source in the language of its owner. May run twice."""
    source = ImportSource.objects.select_related("owner").filter(pk=event.source_id).first()
    if source is not None:
        with translation.override(source.owner.language):
            read_now(source.pk, clock=timezone.now)
