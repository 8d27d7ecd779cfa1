"""What is new in each version."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.news.actions import read_news
from rapport.core.news.releases import releases
from rapport.core.pages.rendering import page


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show every version, the newest first."""
    context = {"releases": releases(get_language() or "en")}
    return page(request, "core/news/list.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Remember that the page was opened."""
    read_news(by=caller(request), at=timezone.now())
    return HttpResponse(status=204)
