"""Search over the API."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from rapport.core.rest.schemas import Found
from rapport.core.search.queries import search

router = Router(tags=["search"])


class Asked(Schema):
    """What to find."""

    q: str = Field(min_length=1, max_length=200, description="Characters, pinyin, initials, digits")
    kind: list[str] = Field([], max_length=10, description="Kinds of record: person, company …")
    limit: int = Field(20, ge=1, le=100)


@router.get("/search", response=list[Found], summary="Find records")
def search_records(request: HttpRequest, asked: Query[Asked]) -> list[Found]:
    """Find people, companies, orders and products by name, pinyin, initials, telephone, e-mail or number."""
    found = search(request.user, asked.q, only=asked.kind or None, limit=asked.limit)  # type: ignore[arg-type]
    return [Found.model_validate(one) for one in found]
