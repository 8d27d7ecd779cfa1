"""Making, changing and ending import sources, and asking that one be read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.imports.kinds import kind_of
from rapport.core.notifications.actions import notify
from rapport.core.sentences import NO_NAME, NOT_OFFERED
from rapport.core.sources.events import SourceAsked, SourceChanged, SourceRemoved
from rapport.core.sources.models import ImportSource, Rhythm, SourceReading, Where
from rapport.core.sources.reading import check_database, check_folder
from rapport.core.sources.timetable import next_due
from rapport.core.webhooks.networks import check_address

MANAGE = "core.manage_sources"
MOST = 50
EDITED = ("name", "kind", "place", "query", "rhythm", "hour", "weekday", "owner", "next_at")


class TooManySources(Conflict):
    """There are 50 import sources already. Remove one that is no longer used."""


class SourceIsPaused(Conflict):
    """This source is paused. Let it go on first."""


class SourceRuns(Conflict):
    """This source is not paused."""


class NoQuery(Invalid):
    """Write the query whose rows are imported, such as SELECT name, email FROM contacts."""


@action
def create_source(*, by: User, at: datetime, where: str, **values: Any) -> ImportSource:
    """Read records from a folder, an address or a database from now on, with the rights of whoever says so.

    Errors: TooManySources, UnknownKind, and those of the place.
    """
    require(by, MANAGE)
    if where not in Where.values:
        raise Invalid({"where": str(NOT_OFFERED)})
    if ImportSource.objects.count() >= MOST:
        raise TooManySources
    source = ImportSource(where=where, owner=by)
    _fill(source, by, at, values)
    source.save()
    publish(SourceChanged(source_id=source.pk, label=source.name), by=by, at=at)
    return source


@action
def edit_source(
    source_id: int, *, by: User, at: datetime, version: int | None = None, **values: Any
) -> ImportSource:
    """Change a source. Whoever changes it owns it from then on; a secret that is left empty stays as it was."""
    source = require_row(by, MANAGE, ImportSource, source_id, version=version)
    source.owner = by
    changed = [*EDITED, "secret"] if values.get("secret") else [*EDITED]
    _fill(source, by, at, values)
    source.save(update_fields=changed)
    publish(SourceChanged(source_id=source.pk, label=source.name), by=by, at=at)
    return source


def _fill(source: ImportSource, by: User, at: datetime, values: dict[str, Any]) -> None:
    source.name = str(values["name"]).strip()[:100]
    if not source.name:
        raise Invalid({"name": str(NO_NAME)})
    if values["rhythm"] not in Rhythm.values:
        raise Invalid({"rhythm": str(NOT_OFFERED)})
    source.kind = kind_of(values["kind"], by).name
    source.rhythm, source.hour, source.weekday = values["rhythm"], values["hour"], values["weekday"]
    source.secret = values.get("secret") or source.secret
    source.place, source.query = values.get("place", "").strip(), values.get("query", "").strip()
    if source.where == Where.FOLDER:
        check_folder(source.place)
    elif source.where == Where.ADDRESS:
        source.place = check_address(source.place, settings.WEBHOOK_NETWORKS)
    elif not source.query:
        raise NoQuery({"query": NoQuery().sentence()})
    else:
        check_database(source.secret)
    source.next_at = next_due(source, at)


@action
def read_source(source_id: int, *, by: User, at: datetime) -> ImportSource:
    """Ask that a source be read now. Errors: SourceIsPaused."""
    source = require_row(by, MANAGE, ImportSource, source_id)
    if source.paused_at is not None:
        raise SourceIsPaused
    publish(SourceAsked(source_id=source.pk), by=by, at=at)
    return source


@action
def pause_source(source_id: int, *, by: User, at: datetime) -> ImportSource:
    """Read a source no more until it goes on. Errors: SourceIsPaused."""
    source = require_row(by, MANAGE, ImportSource, source_id)
    if source.paused_at is not None:
        raise SourceIsPaused
    return _turn(source, at, None, by)


@action
def resume_source(source_id: int, *, by: User, at: datetime) -> ImportSource:
    """Read a source again by the clock. Errors: SourceRuns."""
    source = require_row(by, MANAGE, ImportSource, source_id)
    if source.paused_at is None:
        raise SourceRuns
    source.paused_at = None
    return _turn(source, None, next_due(source, at), by, at)


def _turn(
    source: ImportSource,
    paused_at: datetime | None,
    next_at: datetime | None,
    by: User,
    at: datetime | None = None,
) -> ImportSource:
    source.paused_at, source.next_at = paused_at, next_at
    source.save(update_fields=["paused_at", "next_at"])
    moment = at or paused_at
    assert moment is not None
    publish(SourceChanged(source_id=source.pk, label=source.name), by=by, at=moment)
    return source


@action
def remove_source(source_id: int, *, by: User, at: datetime) -> None:
    """Read a source no more; what it imported stays."""
    source = require_row(by, MANAGE, ImportSource, source_id)
    told = SourceRemoved(source_id=source.pk, label=source.name)
    source.delete()
    publish(told, by=by, at=at)


@action
def ask_due(*, by: User, at: datetime) -> int:
    """Ask that every source that is due be read, each once; return how many. May run twice."""
    require(by, MANAGE)
    due = ImportSource.objects.filter(next_at__lte=at, paused_at=None).select_related("owner")
    found = list(due.select_for_update(of=("self",), skip_locked=True))
    for source in found:
        source.next_at = next_due(source, at)
        source.save(update_fields=["next_at"])
        publish(SourceAsked(source_id=source.pk), by=by, at=at)
    return len(found)


@action
def note_reading(
    source: ImportSource, *, by: User, at: datetime, tell: str = "", link: str = "", **values: Any
) -> SourceReading:
    """Write down what came of a reading, and tell the source's owner where she is asked to do something."""
    require(by, MANAGE)
    reading = SourceReading.objects.create(source=source, read_at=at, **values)
    if tell:
        once = f"{tell}:{reading.pk}"
        notify(
            [source.owner_id], tell, {"name": source.name}, sender=by, at=at, link=link, once=once
        )
    return reading
