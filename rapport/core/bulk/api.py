"""Bulk verbs over the API: always in the background, so that a program asks, waits and reads the result."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.bulk.actions import cancel_bulk, start_bulk, undo_bulk, undo_bulk_rows
from rapport.core.bulk.choosing import Chosen, list_of
from rapport.core.bulk.known import answered, verb_of
from rapport.core.bulk.models import BulkRun
from rapport.core.bulk.queries import run_of
from rapport.core.bulk.result import lines
from rapport.core.rest.listing import One
from rapport.core.rest.schemas import Filled50, Id, Input, Key, Text200

router = Router(tags=["bulk"])
Answer = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]


class BulkIn(Input):
    """A verb of a list (`assign`, `tag`, `edit-lifecycle` …) with its values, for the rows with these ids, or with `all`
    for all rows that match the filters and words."""

    list_name: Filled50
    verb: Filled50
    values: Annotated[dict[Filled50, Answer], Field(max_length=20)] = {}
    ids: Annotated[list[Key], Field(max_length=10_000)] = []
    all: bool = False
    f: Annotated[list[One], Field(max_length=20)] = []
    q: Text200 = ""


class BulkOut(Schema):
    """Where a bulk verb stands: `total` rows are meant, `done` of them were gone through."""

    id: int
    list_name: str
    verb: str
    state: str
    total: int
    done: int
    changed: int
    unchanged: int
    skipped: int
    errors: int
    undone: int
    kept: int
    failure: str
    asked_at: datetime
    ended_at: datetime | None


@router.post("/bulk", response={201: BulkOut}, summary="Do something with many records")
def post_bulk(request: HttpRequest, payload: BulkIn) -> BulkRun:
    """Queue a verb for many rows; which ones are meant is fixed now."""
    user, spec = caller(request), list_of(payload.list_name).spec
    verb = verb_of(payload.verb, spec.name)
    query = urlencode([("f", one) for one in payload.f] + ([("q", payload.q)] if payload.q else []))
    chosen = Chosen(spec, ids=payload.ids, query=query, all=payload.all and not payload.ids)
    values = answered(verb, user, payload.values)
    return start_bulk(
        chosen, verb.name, by=user, at=timezone.now(), values=values, in_background=True
    )


@router.get("/bulk/{run_id}", response=BulkOut, summary="Read where a bulk verb stands")
def get_bulk(request: HttpRequest, run_id: Id) -> BulkRun:
    """Read one of your own bulk verbs."""
    return run_of(caller(request), run_id)


@router.post("/bulk/{run_id}/cancel", response=BulkOut, summary="Stop a bulk verb")
def post_bulk_cancel(request: HttpRequest, run_id: Id) -> BulkRun:
    """Stop after the present rows; what was changed until then stays."""
    return cancel_bulk(run_id, by=caller(request), at=timezone.now())


@router.post("/bulk/{run_id}/undo", response=BulkOut, summary="Take a bulk verb back")
def post_bulk_undo(request: HttpRequest, run_id: Id) -> BulkRun:
    """Take back all that it changed, except what was edited since."""
    return undo_bulk(run_id, by=caller(request), at=timezone.now())


@router.post(
    "/bulk/{run_id}/undo/{row_id}", response=BulkOut, summary="Take a bulk verb back on one record"
)
def post_bulk_undo_row(request: HttpRequest, run_id: Id, row_id: Id) -> BulkRun:
    """Take back what it changed on one record, unless that was edited since."""
    undo_bulk_rows(run_id, [row_id], by=caller(request), at=timezone.now())
    return run_of(caller(request), run_id)


@router.get(
    "/bulk/{run_id}/file",
    response={200: str},
    summary="Fetch the result of a bulk verb",
    openapi_extra={"x-media-type": "text/csv"},
)
def get_bulk_file(request: HttpRequest, run_id: Id) -> HttpResponseBase:
    """Fetch each row with what became of it, and why."""
    user = caller(request)
    return StreamingHttpResponse(
        lines(run_of(user, run_id), user), content_type="text/csv; charset=utf-8"
    )
