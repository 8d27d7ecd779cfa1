"""The bell, its menu, and the page of all notifications."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from rapport.core.access.caller import caller
from rapport.core.notifications import queries, reading
from rapport.core.pages.rendering import done, go, page, toast

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
    found, _place = queries.messages(caller(request), size=IN_MENU)
    context = {"messages": found, "unread": queries.unread_count(caller(request))}
    return page(request, "core/notifications/menu.html", context)


@login_required
@require_GET
def open_all(request: HttpRequest) -> HttpResponse:
    """Show all of them, a page at a time: all, the unread ones or what was put away, of one category or of all."""
    state = _state(request)
    after = request.GET.get("after", "")
    found, following = queries.messages(
        caller(request), show=state["show"], category=state["category"], after=after
    )
    context = {
        "messages": found,
        "unread": queries.unread_count(caller(request)),
        "show": state["show"],
        "category": state["category"],
        "switches": [
            {"label": label, "url": _address(state, show=show), "current": state["show"] == show}
            for show, label in (
                ("all", _("All")),
                ("unread", _("Unread")),
                ("archived", _("Archived")),
            )
        ],
        "categories": [
            {"label": label, "url": _address(state, category=key), "key": key}
            for key, label in [
                ("", _("All categories")),
                *((c.value, c.label) for c in queries.categories()),
            ]
        ],
        "here": _address(state),
        "next": _address(state, after=following) if following else None,
        "is_first": not after,
    }
    return page(request, "core/notifications/list.html", context)


@login_required
@require_POST
def read(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark one as read and go where it leads, if she may still see it."""
    row = reading.mark_read(caller(request), notification_id, at=timezone.now())
    (message,) = queries.worded(caller(request), [row]) or (None,)
    if message is not None and message.is_hidden:
        toast(request, message.text, level="info")
    link = message.link if message else ""
    return go(request, link or reverse("notifications:open"))


@login_required
@require_POST
def note(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark one as read and stay."""
    reading.mark_read(caller(request), notification_id, at=timezone.now())
    return done(request, reverse("notifications:open"))


@login_required
@require_POST
def unread(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Keep one for later."""
    reading.mark_unread(caller(request), notification_id)
    return done(request, reverse("notifications:open"))


@login_required
@require_POST
def archive(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Put one away."""
    row = reading.archive(caller(request), notification_id, at=timezone.now())
    toast(request, _("Archived."), undo=reverse("notifications:unarchive", args=[row.pk]))
    return done(request, reverse("notifications:open"))


@login_required
@require_POST
def unarchive(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Take one out again."""
    reading.unarchive(caller(request), notification_id)
    return done(request, reverse("notifications:open"))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read, of the category that is shown."""
    user = caller(request)
    rows = queries.chosen(user, category=_state(request)["category"])
    reading.mark_all_read(user, rows, at=timezone.now())
    return done(request, reverse("notifications:open"))


@login_required
@require_POST
def archive_read(request: HttpRequest) -> HttpResponse:
    """Put away all that is read, of the category that is shown."""
    user = caller(request)
    rows = queries.chosen(user, category=_state(request)["category"])
    gone = reading.archive_read(user, rows, at=timezone.now())
    said = ngettext("%(num)s archived.", "%(num)s archived.", len(gone)) % {"num": len(gone)}
    back = reverse("notifications:unarchive", args=[gone[0]]) if gone else False
    toast(request, said if gone else _("Nothing is read that could be archived."), undo=back)
    return done(request, reverse("notifications:open"))


def _state(request: HttpRequest) -> dict[str, str]:
    """Return what the address asks to be shown."""
    return {"show": request.GET.get("show", "all"), "category": request.GET.get("category", "")}


def _address(state: dict[str, str], **changes: str) -> str:
    """Return the page's address with some of its state changed; what goes without saying is left out."""
    whole = {**state, **changes}
    kept = {k: v for k, v in whole.items() if v and (k, v) != ("show", "all")}
    return reverse("notifications:open") + (f"?{urlencode(kept)}" if kept else "")
