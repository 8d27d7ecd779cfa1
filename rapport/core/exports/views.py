"""Exporting a list from its page, and fetching what was written in the background."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_GET, require_POST

from rapport.core.access.caller import caller
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.exports.actions import export_list
from rapport.core.exports.formats import pieces, written
from rapport.core.exports.models import ExportRun, Format
from rapport.core.exports.queries import exports_of
from rapport.core.pages.rendering import is_fragment, page

SHOWN = 50


class FileGone(Missing):
    """This file is no longer there. Export the list again."""


@login_required
@require_POST
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the list as a file, or say that it is being written."""
    run = export_list(
        name,
        by=caller(request),
        at=timezone.now(),
        query=request.POST.get("query", ""),
        format=request.POST.get("format", Format.CSV),
        for_excel="excel" in request.POST,
    )
    if run.is_running:
        return redirect("exports:open", run.pk)
    data = (data for data, _rows in pieces(run))
    response = StreamingHttpResponse(data, content_type=written(run).media)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(run)}"'
    return response


@login_required
@require_GET
def list_exports(request: HttpRequest) -> HttpResponse:
    """Show one's own exports."""
    context = {"runs": list(exports_of(caller(request))[:SHOWN]), "names": _names(request)}
    return page(request, "core/exports/list.html", context)


@login_required
@require_GET
def open_export(request: HttpRequest, export_id: int) -> HttpResponse:
    """Show how far an export is, then the file."""
    context: dict[str, Any] = {"run": _own(request, export_id), "names": _names(request)}
    block = "progress" if is_fragment(request) else None
    return page(request, "core/exports/open.html", context, block=block)


@login_required
@require_GET
def fetch(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """Send the file."""
    run = _own(request, export_id)
    if not run.has_file or not default_storage.exists(run.file):
        raise FileGone
    file = default_storage.open(run.file, "rb")
    return FileResponse(
        file, as_attachment=True, filename=_file_name(run), content_type=written(run).media
    )


def _own(request: HttpRequest, export_id: int) -> ExportRun:
    run = exports_of(caller(request)).filter(pk=export_id).first()
    if run is None:
        raise Missing
    return run


def _names(request: HttpRequest) -> dict[str, str | Promise]:
    """Return what the navigation calls each list."""
    rooms = listed("navigation")(request)
    labels = {one.address: one.label for room in rooms for one in [room, *room.below]}
    return {name: labels.get(one.address, name) for name, one in listed("lists").items()}


def _file_name(run: ExportRun) -> str:
    return f"{run.list_name}-{timezone.localtime(run.asked_at):%Y-%m-%d}.{written(run).ending}"
