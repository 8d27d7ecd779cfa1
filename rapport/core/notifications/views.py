"""The bell, its menu, and the page of all notifications."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from rapport.core.access.caller import caller
from rapport.core.notifications import queries
from rapport.core.notifications.reading import mark_all_read, mark_read
from rapport.core.pages.rendering import go, page

IN_MENU = 8


@login_required
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """Show the bell with the number of unread notifications."""
    context = {"unread": queries.unread_count(caller(request)), "most": queries.MOST}
    return page(request, "core/notifications/bell.html", context)


@login_required
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """Show the newest ones under the bell."""
    found, _ = queries.messages(caller(request), size=IN_MENU)
    context = {"messages": found, "unread": queries.unread_count(caller(request))}
    return page(request, "core/notifications/menu.html", context)


@login_required
@require_GET
def open_all(request: HttpRequest) -> HttpResponse:
    """Show all of them, a page at a time."""
    found, following = queries.messages(caller(request), after=request.GET.get("after", ""))
    context = {
        "messages": found,
        "unread": queries.unread_count(caller(request)),
        "next": f"?{urlencode({'after': following})}" if following else None,
        "is_first": "after" not in request.GET,
    }
    return page(request, "core/notifications/list.html", context)


@login_required
@require_POST
def read(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = mark_read(caller(request), notification_id, at=timezone.now())
    return go(request, row.link or reverse("notifications:open"))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    mark_all_read(caller(request), at=timezone.now())
    return go(request, reverse("notifications:open"))
