"""The trash page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.pages.rendering import go, page, toast
from rapport.core.trash import actions, queries
from rapport.core.trash.kinds import DAYS_KEPT


@login_required
@require_GET
def open_trash(request: HttpRequest) -> HttpResponse:
    """Show what lies in the trash."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").replace("\x00", "")[:200]
    found = queries.trashed(
        caller(request), kind=kind, words=words, after=request.GET.get("after", "")
    )
    now = timezone.now()
    kept = {"kind": kind, "q": words}
    context = {
        "rows": [(row, row.days_left(now)) for row in found.rows],
        "kinds": [
            {
                "label": spec.label,
                "url": f"?{urlencode({'kind': name})}",
                "current": name == kind,
            }
            for name, spec in listed("trash").items()
        ],
        "kind": kind,
        "words": words,
        "is_first": "after" not in request.GET,
        "next": f"?{urlencode({**kept, 'after': found.next})}" if found.next else None,
        "may_purge": may(caller(request), "core.purge_trash"),
        "days": DAYS_KEPT,
    }
    return page(request, "core/trash/list.html", context)


@login_required
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Bring the chosen records back."""
    count = actions.restore_rows(request.POST.getlist("id"), by=caller(request), at=timezone.now())
    text = ngettext("%(n)s record restored.", "%(n)s records restored.", count) % {"n": count}
    toast(request, text, undo=True)
    return go(request, reverse("trash:open"))


@login_required
@require_GET
def ask_purge(request: HttpRequest) -> HttpResponse:
    """Ask before deleting for good."""
    keys = request.GET.getlist("id")
    if not keys:
        raise actions.NothingChosen
    return page(request, "core/trash/purge.html", {"keys": keys})


@login_required
@require_POST
def purge(request: HttpRequest) -> HttpResponse:
    """Delete the chosen records for good."""
    count = actions.purge_rows(request.POST.getlist("id"), by=caller(request), at=timezone.now())
    text = ngettext("%(n)s record deleted for good.", "%(n)s records deleted for good.", count) % {
        "n": count
    }
    toast(request, text)
    return go(request, reverse("trash:open"))
