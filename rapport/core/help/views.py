"""Help: beside the page one is on, by topic, and the way back to what was put away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rapport.core.access.caller import caller
from rapport.core.assembly import listed
from rapport.core.help.articles import article, articles, find, topic_of, topics
from rapport.core.onboarding.queries import closed, lists_for
from rapport.core.pages.rendering import page

LONGEST = 100


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show all topics, those that hold the words if some were typed, and what can be brought back."""
    language = get_language() or "en"
    asked = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    known = {one.name: one for one in articles(language)}
    away = closed(caller(request))
    context: dict[str, Any] = {
        "q": asked,
        "found": find(asked, language) if asked else [],
        "parts": [(part.label, [known[t.name] for t in part.topics]) for part in listed("help")],
        "checklists": [(one, one.name in away) for one in lists_for(caller(request))],
        "again": listed("again"),
    }
    return page(request, "core/help/index.html", context)


@login_required
@require_safe
def open_topic(request: HttpRequest, name: str) -> HttpResponse:
    """Show the help about one topic, and its neighbours."""
    return page(request, "core/help/open.html", _about(name))


@login_required
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Answer the panel beside a page with what that page is for; a page without help of its own gets the start."""
    topic = topic_of(request.GET.get("page", "")[:LONGEST])
    return page(request, "core/help/panel.html", _about(topic.name if topic else "start"))


def _about(name: str) -> dict[str, Any]:
    language = get_language() or "en"
    found = article(name, language)
    return {"article": found, "near": [article(one, language) for one in topics()[name].near]}
