"""What hangs on one record, such as its notes and files, over the API: newest first, page by page, by keyset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from rapport.core.lists import cursor
from rapport.core.rest.schemas import Rows

M = TypeVar("M", bound=Model)


class AskedPart(Schema):
    """Which page a caller wants."""

    after: str = Field("", max_length=2000, description="The place that `next` of a page names")
    limit: int = Field(50, ge=1, le=500)


def newest(
    request: HttpRequest,
    rows: QuerySet[M],
    asked: AskedPart,
    tell: Callable[[M], Schema],
    *,
    by: str = "id",
) -> HttpResponse:
    """Return one page of rows as they are told, latest `by` first, and the address of the next page.

    A cursor is good at its own address only. Errors: BadCursor.
    """
    if asked.after:
        value, key = cursor.read(asked.after, request.path)
        earlier = Q(pk__lt=key)
        if by != "id":
            earlier = Q(**{f"{by}__lt": value}) | Q(**{by: value}) & earlier
        rows = rows.filter(earlier)
    found = list(rows.order_by(f"-{by}", *(["-id"] if by != "id" else []))[: asked.limit + 1])
    next_ = None
    if len(found) > asked.limit:
        last = found[asked.limit - 1]
        after = cursor.write(request.path, getattr(last, by), last.pk)
        next_ = request.build_absolute_uri(f"{request.path}?limit={asked.limit}&after={after}")
    page = Rows[Any](items=[tell(one) for one in found[: asked.limit]], next=next_)
    return HttpResponse(page.model_dump_json(), content_type="application/json")
