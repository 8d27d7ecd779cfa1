"""The page that merges, what came of it with the way back, and all merges."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import Conflict, Invalid
from rapport.core.pages.formats import number
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.customers.merges import actions, queries
from rapport.customers.merges.asking import Asked, compared

SIZE = 50
KINDS = {"person": "people:list", "organization": "organizations:list"}


@needs("customers.merge_parties")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show records side by side and ask what stays; once they are merged, show what came of it."""
    user = caller(request)
    asked = Asked.read(request.POST if request.method == "POST" else request.GET)
    problem: Conflict | Invalid | None = None
    if request.method == "POST":
        try:
            merge = _merge(request, asked)
        except (Conflict, Invalid) as error:
            problem = error
        else:
            toast(request, _("Merged."))
            return go(request, reverse("merges:open", args=[merge]))
    context = compared(user, asked) | {
        "problem": problem.sentence() if problem else "",
        "submit": ngettext("Merge %(n)s record", "Merge %(n)s records", len(asked.ids))
        % {"n": number(len(asked.ids))},
        "here": reverse("merges:new"),
        "without": {pk: _address([one for one in asked.ids if one != pk]) for pk in asked.ids},
        "back": reverse(KINDS["person"]),
    }
    if context["kind"]:
        context["back"] = reverse(KINDS[context["kind"]])
    context["mixed"] = len({party.kind for party in context["parties"]}) > 1
    status = problem.status if problem else 200
    return page(request, "customers/merges/new.html", context, status=status)


def _merge(request: HttpRequest, asked: Asked) -> int:
    losers = [pk for pk in asked.ids if pk != asked.stays]
    merge = actions.merge_parties(
        asked.stays,
        losers,
        by=caller(request),
        at=timezone.now(),
        choices=asked.picked,
        versions=asked.versions,
    )
    return merge.pk


def _address(ids: list[int]) -> str:
    return f"{reverse('merges:new')}?{urlencode({'ids': ids}, doseq=True)}"


@needs("customers.merge_parties")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead from the rows that are selected in a list to the page that merges them. Errors: TooFew, TooManyAtOnce."""
    ids = [text for text in request.GET.getlist("id") if text.isascii() and text.isdigit()]
    if request.GET.get("all") or len(ids) > queries.MOST:
        raise queries.TooManyAtOnce(limit=queries.MOST)
    if len(ids) < 2:
        raise queries.TooFew
    return go(request, _address([int(text) for text in ids if len(text) < 19]))


@login_required
@require_safe
def list_merges(request: HttpRequest) -> HttpResponse:
    """Show the merges that the user may see, the last one first."""
    rows = queries.merges_of(caller(request))
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: SIZE + 1])
    context = {
        "merges": found[:SIZE],
        "next": f"?after={found[SIZE - 1].pk}" if len(found) > SIZE else "",
        "now": timezone.now(),
    }
    return page(request, "customers/merges/list.html", context)


@login_required
@require_safe
def open_merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Show what became one, what went along, and the way back."""
    user = caller(request)
    merge = queries.merge_of(user, merge_id)
    context = {
        "merge": merge,
        "losers": list(merge.losers.all()),
        "gone": queries.gone(merge),
        "stayed": queries.stayed(merge, user),
        "may_undo": merge.can_be_undone(timezone.now())
        and may(user, "customers.undo_merge", merge.survivor),
    }
    return page(request, "customers/merges/open.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Undo a merge, and say what stayed."""
    merge = actions.undo_merge(merge_id, by=caller(request), at=timezone.now())
    count = len(merge.kept)
    text = (
        ngettext(
            "Undone, except %(n)s record that was changed since.",
            "Undone, except %(n)s records that were changed since.",
            count,
        )
        % {"n": number(count)}
        if count
        else _("Undone.")
    )
    toast(request, text)
    return go(request, reverse("merges:open", args=[merge.pk]))
