"""The palette's answers, and the page of all results."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from rapport.core.access.models import User
from rapport.core.onboarding.remembering import remember_tried
from rapport.core.pages.rendering import is_fragment, page
from rapport.core.search import commands
from rapport.core.search.asking import question
from rapport.core.search.kinds import kinds
from rapport.core.search.queries import ALIKE, Found, Opened, opened, recent, search
from rapport.core.search.results import grouped, lines

IN_PALETTE = 5
HELPS = 2
ON_PAGE = 50
AGAIN = 1.2  # opened twice within a few weeks


def _asked(request: HttpRequest) -> tuple[User, str]:
    text = request.GET.get("q", "").replace("\0", " ").strip()[:200]
    return request.user, text  # type: ignore[return-value]


@login_required
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Answer what is typed into the palette: records, verbs on the best one, pages, things to create."""
    user, text = _asked(request)
    is_question = question(text) is not None
    if is_question:
        remember_tried(request, "palette")
    found = search(user, text, each=IN_PALETTE, limit=20) if is_question else []
    lately = [] if is_question else opened(user)
    context: dict[str, Any] = {
        "q": text,
        "is_question": is_question,
        "groups": grouped(found, text) if is_question else [],
        "is_alike": bool(found) and found[0].rank == ALIKE,
        "recent": lines([one.found for one in lately[:IN_PALETTE]]),
        "often": lines(_often(lately[IN_PALETTE:], timezone.now())),
        "best": found[0] if is_question and found else None,
        "verbs": commands.verbs(user, found[0]) if is_question and found else [],
        "pages": commands.matching(commands.pages(request), text)[:IN_PALETTE] if text else [],
        "creates": commands.matching(commands.creates(user), text)[:IN_PALETTE],
        "helps": commands.helps(text)[:HELPS],
    }
    return page(request, "core/search/palette.html", context)


def _often(lately: list[Opened], now: datetime) -> list[Found]:
    """Return what she opens again and again, most often first."""
    again = [one for one in lately if one.how_often(now) >= AGAIN]
    again.sort(key=lambda one: one.how_often(now), reverse=True)
    return [one.found for one in again[:IN_PALETTE]]


@login_required
@require_GET
def open_search(request: HttpRequest) -> HttpResponse:
    """Show everything that is found, by kind, or of one kind only."""
    user, text = _asked(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds() else ""
    is_question = question(text) is not None
    found = (
        search(user, text, only=[kind] if kind else None, each=ON_PAGE, limit=2 * ON_PAGE)
        if is_question
        else recent(user, limit=20)
    )
    context = {
        "q": text,
        "is_question": is_question,
        "groups": grouped(found, text if is_question else ""),
        "is_alike": bool(found) and found[0].rank == ALIKE,
        "kind": kind,
        "shown_kinds": [
            {
                "label": one.label,
                "url": f"?{urlencode({'q': text, 'kind': one.name})}",
                "current": one.name == kind,
            }
            for one in kinds().values()
        ],
        "most": ON_PAGE,
    }
    block = "results" if is_fragment(request) else None
    return page(request, "core/search/page.html", context, block=block)
