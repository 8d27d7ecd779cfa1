"""Reading import sources and what came of them."""

from __future__ import annotations

from typing import Any

from rapport.core.access.models import AccessQuerySet, User
from rapport.core.errors import Missing
from rapport.core.imports.models import ImportRun, State
from rapport.core.sources.models import ImportSource, SourceReading

SHOWN = 50
USED = (State.QUEUED, State.READING, State.WRITING, State.DONE, State.UNDONE)


def sources_of(user: User) -> AccessQuerySet[ImportSource]:
    """Return the sources that the user manages, by name."""
    return ImportSource.objects.visible_to(user).select_related("owner").order_by("name", "pk")


def source_of(user: User, source_id: int) -> ImportSource:
    """Return one. Errors: Missing."""
    found = sources_of(user).filter(pk=source_id).first()
    if found is None:
        raise Missing
    return found


def readings_of(source: ImportSource) -> list[SourceReading]:
    """Return the newest readings with their imports."""
    return list(source.readings.select_related("run").order_by("-id")[:SHOWN])


def last_readings(sources: list[ImportSource]) -> dict[int, SourceReading]:
    """Return the newest reading of each source."""
    rows = SourceReading.objects.filter(source__in=sources).order_by("source", "-id")
    return {one.source_id: one for one in rows.distinct("source")}


def pattern(source: ImportSource) -> ImportRun | None:
    """Return the import by which later ones are mapped: the last one of this source that somebody, or it itself, started."""
    found: Any = ImportRun.objects.filter(
        pk__in=source.readings.values("run"), kind=source.kind, is_trial=False, state__in=USED
    )
    return found.order_by("-id").first()  # type: ignore[no-any-return]
