"""One reading of a source: what is new becomes an import, mapped as the last one was, or waits until its columns are named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.queries import may, system
from rapport.core.errors import RapportError
from rapport.core.imports.actions import map_import, start_import
from rapport.core.imports.intake import take_in
from rapport.core.imports.models import ImportRun
from rapport.core.sources.actions import MANAGE, note_reading
from rapport.core.sources.adapters import Found, found_in
from rapport.core.sources.models import Came, ImportSource
from rapport.core.sources.queries import pattern

Clock = Callable[[], datetime]


def read_now(source_id: int, *, clock: Clock) -> None:
    """Read a source to its end and write down what came of it; what was taken before is not taken again. May run twice."""
    source = ImportSource.objects.select_related("owner").filter(pk=source_id).first()
    if source is None or source.paused_at is not None:
        return None
    if not may(source.owner, MANAGE) or not may(source.owner, "core.import_data"):
        return _failed(source, _("Its owner may no longer import. Save it under your name."), clock)
    known = set(source.readings.exclude(mark="").values_list("mark", flat=True))
    count = 0
    try:
        with found_in(source, known, clock().timestamp()) as found:
            for one in found:
                if one.mark not in known:
                    _take(source, one, clock)
                    count += 1
    except RapportError as error:
        return _failed(source, error.sentence(), clock)
    if not count:
        note_reading(source, by=system(), at=clock(), came=Came.UNCHANGED)
    return None


def _take(source: ImportSource, found: Found, clock: Clock) -> None:
    """Take in a file, and start its import where its columns are those of the last one."""
    with transaction.atomic():
        ImportSource.objects.select_for_update().get(pk=source.pk)
        if source.readings.filter(mark=found.mark).exists():
            return  # another worker was quicker
        last = pattern(source)
        with found.path.open("rb") as file:
            run = take_in(file, found.name, kind=source.kind, by=source.owner, at=clock())
        sentence = _started(run, last, source, clock)
        note_reading(
            source,
            by=system(),
            at=clock(),
            tell="source_waits" if sentence else "",
            link=reverse("imports:open", args=[run.pk]),
            came=Came.WAITING if sentence else Came.TAKEN,
            name=found.name[:200],
            sentence=sentence,
            mark=found.mark,
            run=run,
        )


def _started(run: ImportRun, last: ImportRun | None, source: ImportSource, clock: Clock) -> str:
    """Start an import as the last one was; return why it has to wait instead."""
    if last is None:
        return _("Say once which column holds what; later files are imported by themselves.")
    names = {field: last.columns[place] for field, place in last.mapping.items()}
    missing = sorted({name for name in names.values() if name not in run.columns})
    if missing:
        said = _("These columns are missing: %(names)s. Say which column holds what.")
        return said % {"names": ", ".join(missing)}
    mapping = {field: run.columns.index(name) for field, name in names.items()}
    given: dict[str, Any] = {"match": last.match, "owner_id": last.owner_id, "kind": last.kind}
    try:
        with transaction.atomic():
            map_import(
                run.pk,
                by=source.owner,
                at=clock(),
                mapping=mapping,
                options=last.options,
                **given,
            )
            start_import(run.pk, by=source.owner, at=clock())
    except RapportError as error:
        return error.sentence()
    return ""


def _failed(source: ImportSource, sentence: str, clock: Clock) -> None:
    """Write down why nothing came, and tell its owner the first time."""
    last = source.readings.order_by("-id").first()
    is_first = last is None or last.came != Came.FAILED
    note_reading(
        source,
        by=system(),
        at=clock(),
        tell="source_failed" if is_first else "",
        link=reverse("sources:open", args=[source.pk]),
        came=Came.FAILED,
        sentence=sentence,
    )
