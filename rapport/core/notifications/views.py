"""The bell, its menu, the page of all notifications, and how one wants to be told."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.company.queries import mail_is_set_up
from rapport.core.errors import Invalid
from rapport.core.notifications import queries, reading
from rapport.core.notifications.actions import (
    edit_company_notifications,
    edit_own_notifications,
    reset_own_notifications,
    stop_mails,
)
from rapport.core.notifications.forms import ChoosingForm
from rapport.core.notifications.letters import trouble, trouble_of, waiting
from rapport.core.notifications.preferences import company_settings, own_settings
from rapport.core.notifications.stopping import reader_of
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.limits import limit
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


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Show and change how one is told oneself."""
    user = caller(request)
    row, common = own_settings(user), company_settings()
    editing = Editing(request, lambda data: ChoosingForm(data, row=row, company=common), row)
    if editing.is_ready and _kept(edit_own_notifications, editing, user):
        toast(request, _("Saved."))
        return redirect("notifications:choose")
    context = {
        "is_own": row.pk is not None,
        "by_mail": mail_is_set_up(),
        "trouble": trouble_of(user),
    }
    return editing.show("core/notifications/choose.html", context)


@login_required
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Be told again as the company has it."""
    reset_own_notifications(by=caller(request), at=timezone.now())
    toast(request, _("You are told as the company has it."))
    return redirect("notifications:choose")


@needs("core.manage_company")
def company(request: HttpRequest) -> HttpResponse:
    """Show and change how colleagues are told who have chosen nothing themselves."""
    row = company_settings()
    editing = Editing(request, lambda data: ChoosingForm(data, row=row), row)
    if editing.is_ready and _kept(edit_company_notifications, editing, caller(request)):
        toast(request, _("Saved. It counts from the next notification on."))
        return redirect("notifications:company")
    context = {"by_mail": mail_is_set_up(), "trouble": trouble(), "waiting": waiting()}
    return editing.show("core/notifications/company.html", context)


@csrf_exempt
@never_cache
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask, then send no more mails of a kind. Whoever holds the link has the mail; a mail program posts by itself (RFC 8058)."""
    reader, category = reader_of(signed)
    if request.method == "POST":
        limit(request, "stop_mails")
        stop_mails(category, by=reader, at=timezone.now())
    with override(reader.language):
        context = {"category": category, "signed": signed, "is_done": request.method == "POST"}
        return page(request, "core/notifications/stop.html", context)


def _kept(keep: Callable[..., object], editing: Editing[ChoosingForm], user: User) -> bool:
    """Save what was chosen; blame the form for what cannot be."""
    try:
        keep(editing.form.wishes(), by=user, at=timezone.now(), version=editing.version)
    except Invalid as error:
        blame(editing.form, error)
        return False
    return True
