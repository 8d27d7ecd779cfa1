"""Exports over the API: always in the background, so that a program asks, waits and fetches."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.errors import Missing
from rapport.core.exports.actions import export_list
from rapport.core.exports.formats import WRITTEN, written
from rapport.core.exports.models import ExportRun, Format
from rapport.core.exports.queries import exports_of
from rapport.core.rest.listing import One
from rapport.core.rest.schemas import Filled50, Id, Input, Text100, Text200

router = Router(tags=["exports"])
MEDIA = " ".join(one.media.partition(";")[0] for one in WRITTEN.values())


class ExportIn(Input):
    """A list by its name, with filters, words and sort as in the address of its page."""

    list_name: Filled50
    f: Annotated[list[One], Field(max_length=20)] = []
    q: Text200 = ""
    sort: Text100 = ""
    format: Format = Format.CSV
    for_excel: bool = False


class ExportOut(Schema):
    """Where an export stands; fetch its file once `state` is done."""

    id: int
    list_name: str
    format: str
    state: str
    written: int
    total: int | None
    failure: str
    asked_at: datetime
    ended_at: datetime | None


@router.post("/exports", response={201: ExportOut}, summary="Export a list")
def post_export(request: HttpRequest, payload: ExportIn) -> ExportRun:
    """Queue the export of a list as CSV, a workbook, JSON lines or business cards."""
    words = [("q", payload.q), ("sort", payload.sort)]
    query = urlencode([("f", one) for one in payload.f] + [pair for pair in words if pair[1]])
    return export_list(
        payload.list_name,
        by=caller(request),
        at=timezone.now(),
        query=query,
        format=payload.format,
        for_excel=payload.for_excel,
        in_background=True,
    )


@router.get("/exports/{export_id}", response=ExportOut, summary="Read an export")
def get_export(request: HttpRequest, export_id: Id) -> ExportRun:
    """Read where one of your exports stands."""
    return _own(request, export_id)


@router.get(
    "/exports/{export_id}/file",
    response={200: str},
    summary="Fetch an export",
    openapi_extra={"x-media-type": MEDIA},
)
def get_export_file(request: HttpRequest, export_id: Id) -> HttpResponseBase:
    """Fetch the file; 404 until it is ready and after a week."""
    run = _own(request, export_id)
    if not run.has_file or not default_storage.exists(run.file):
        raise Missing
    return FileResponse(default_storage.open(run.file, "rb"), content_type=written(run).media)


def _own(request: HttpRequest, export_id: int) -> ExportRun:
    run = exports_of(caller(request)).filter(pk=export_id).first()
    if run is None:
        raise Missing
    return run
