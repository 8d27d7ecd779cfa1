"""Where a record stands now that was merged into another one: at the same address with the other key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from rapport.core.errors import Conflict, Moved

SAFE = frozenset({"GET", "HEAD"})


class MovedAway(Conflict):
    """This record was merged into another one, so nothing was saved. Open that one instead."""


def now_at(request: HttpRequest, error: Moved) -> str:
    """Return the address at which to look instead; none for what would write: nobody shall edit another record unawares."""
    parts = request.path.split("/")
    if request.method not in SAFE or str(error.was) not in parts:
        return ""
    parts[parts.index(str(error.was))] = str(error.now)
    query = request.META.get("QUERY_STRING", "")
    return "/".join(parts) + (f"?{query}" if query else "")


def sent_on(response: HttpResponse, address: str) -> HttpResponse:
    """Let an answer lead there, until the merge is undone: nobody may remember it."""
    response.headers["Location"] = address
    response.headers["Cache-Control"] = "private, no-store"
    return response
