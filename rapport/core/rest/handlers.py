"""What fails around the endpoints, before or after them: a problem at the API, a page elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from rapport.core.errors import Unreadable
from rapport.core.pages import handlers
from rapport.core.rest.middleware import PREFIX
from rapport.core.rest.problems import problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    if request.path_info.startswith(PREFIX):
        return problem(Unreadable())
    return handlers.bad_request(request, exception)


def defect(request: HttpRequest) -> HttpResponse:
    """Answer when we failed."""
    if request.path_info.startswith(PREFIX):
        return problem(handlers.failure(request))
    return handlers.defect(request)
