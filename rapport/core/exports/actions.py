"""Taking a list out of the house, at once or in the background."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.urls import reverse

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.action import action
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.actions import publish
from rapport.core.exports.events import ExportQueued, ListExported
from rapport.core.exports.models import ExportRun, Format, State
from rapport.core.exports.ports import cards_of
from rapport.core.exports.queries import NoCards, rows_to_export, spec_of
from rapport.core.lists.spec import count_up_to
from rapport.core.notifications.actions import notify
from rapport.core.pages.formats import number
from rapport.core.sentences import NOT_OFFERED

AT_ONCE = 10_000  # rows; more are written in the background
FILE_KEPT = timedelta(days=7)


class QueryTooLong(Invalid):
    """These filters are too long. Remove some."""


@action
def export_list(
    name: str,
    *,
    by: User,
    at: datetime,
    query: str = "",
    format: str = Format.CSV,
    for_excel: bool = False,
    in_background: bool | None = None,
) -> ExportRun:
    """Export a list with the filters of its address; a long one is queued, unless said otherwise.

    Errors: NoSuchList, NoCards, and what the list says about its filters.
    """
    require(by, "core.export_data")
    if format not in Format.values:
        raise Invalid({"format": str(NOT_OFFERED)})
    if format == Format.CARDS and cards_of(name) is None:
        raise NoCards({"format": NoCards().sentence()})
    if len(query) > 10_000:
        raise QueryTooLong
    rows = rows_to_export(spec_of(name), by, query)
    count = count_up_to(rows, AT_ONCE)
    if in_background is None:
        in_background = count > AT_ONCE
    run = ExportRun.objects.create(
        user=by,
        list_name=name,
        query=query,
        format=format,
        for_excel=for_excel,
        state=State.QUEUED if in_background else State.SENT,
        total=count if count <= AT_ONCE else None,
        asked_at=at,
        ended_at=None if in_background else at,
    )
    told = ExportQueued if in_background else ListExported
    publish(told(export_id=run.pk, list_name=name, query=query), by=by, at=at)
    return run


def claim_export(export_id: int) -> ExportRun | None:
    """Take an export up, also again after a kill; None when it has ended. A part of the job."""
    run = ExportRun.objects.select_related("user").filter(pk=export_id).first()
    if run is None or not run.is_running:
        return None
    run.state, run.total, run.written = State.WRITING, None, 0
    run.save(update_fields=["state", "total", "written"])
    return run


def count_rows(run: ExportRun) -> None:
    """Say how long the file will be. A part of the job. Errors: NotAllowed when the right was lost meanwhile."""
    if not may(run.user, "core.export_data"):
        raise NotAllowed
    rows = rows_to_export(spec_of(run.list_name), run.user, run.query)
    run.total = rows.order_by().count()
    run.save(update_fields=["total"])


def note_progress(run: ExportRun, written: int) -> None:
    """Say how far the file is. A part of the job."""
    ExportRun.objects.filter(pk=run.pk).update(written=written)


@action
def end_export(
    run: ExportRun, *, by: User, at: datetime, written: int, file: str = "", failure: str = ""
) -> None:
    """Say that the file is there, or why not, to whoever asked for it too. A part of the job."""
    require(by, "core.export_data")
    ExportRun.objects.filter(pk=run.pk).update(
        state=State.FAILED if failure else State.DONE,
        written=written,
        total=run.total if failure else written,
        file=file,
        failure=failure,
        ended_at=at,
    )
    notify(
        [run.user_id],
        "export_failed" if failure else "export_done",
        {"count": number(written)},
        sender=by,
        at=at,
        link=reverse("exports:open", args=[run.pk]),
        once=f"export:{run.pk}",
    )


def remove_old_files(*, at: datetime) -> int:
    """Remove the files of exports that ended a week ago. Repeatable."""
    old = ExportRun.objects.filter(state=State.DONE, ended_at__lte=at - FILE_KEPT)
    for run in old:
        default_storage.delete(run.file)
    return old.update(state=State.REMOVED, file="")
