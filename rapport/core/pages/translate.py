"""The one place where an error of the rules becomes a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from rapport.core.errors import Invalid, Moved, RapportError
from rapport.core.pages.moved import MovedAway, now_at, sent_on
from rapport.core.pages.rendering import is_fragment, page


def error_page(request: HttpRequest, error: RapportError) -> HttpResponse:
    """Show the sentence with its status: a whole page, or for htmx the fragment that replaces the part. What moved leads there."""
    if isinstance(error, Moved):
        if address := now_at(request, error):
            return sent_on(HttpResponse(status=error.status), address)
        error = MovedAway()
    context = {
        "status": error.status,
        "sentence": error.sentence(),
        "fields": error.fields if isinstance(error, Invalid) else {},
    }
    block = "error" if is_fragment(request) else None
    return page(request, "ui/errors/page.html", context, block=block, status=error.status)
