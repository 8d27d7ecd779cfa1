"""ETag is the version of a record: If-None-Match saves the answer, If-Match refuses to overwrite a colleague's edit."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Schema

from rapport.core.errors import Invalid

TAGGED = {"x-tagged": True}  # as openapi_extra: this endpoint speaks of one record with an ETag
ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


class BadIfMatch(Invalid):
    """If-Match must carry the ETag of the record as you read it, such as "3"."""


def if_match(request: HttpRequest) -> int | None:
    """Return the version that the caller edited, None when any will do. Errors: BadIfMatch."""
    text = request.headers.get("If-Match", "*").strip()
    if text == "*":
        return None
    found = ETAG.fullmatch(text)
    if found is None:
        raise BadIfMatch
    return int(found[1])


def tagged(
    request: HttpRequest, answer: Schema, version: int, *, status: int = 200, location: str = ""
) -> HttpResponse:
    """Return one record with its ETag, or 304 when the caller has it already. Version 0 is stored nowhere, so nobody has it."""
    etag = f'"{version}"'
    if request.method == "GET" and version and etag in _known(request):
        return HttpResponseNotModified(headers={"ETag": etag})
    headers: dict[str, Any] = {"ETag": etag}
    if location:
        headers["Location"] = location
    return HttpResponse(
        answer.model_dump_json(), status=status, content_type="application/json", headers=headers
    )


def _known(request: HttpRequest) -> list[str]:
    text = request.headers.get("If-None-Match", "")
    return [part.strip().removeprefix("W/") for part in text.split(",")]
