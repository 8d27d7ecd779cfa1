"""Doing something with many rows: asked in a dialog with its outlook, watched, its result, and the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.bulk import actions, queries
from rapport.core.bulk.bar import edits
from rapport.core.bulk.choosing import Chosen, list_of, outlook
from rapport.core.bulk.known import find_verb, verb_of
from rapport.core.bulk.models import BulkRun, Outcome, State
from rapport.core.bulk.previews import samples
from rapport.core.bulk.result import lines
from rapport.core.bulk.verbs import Verb
from rapport.core.errors import Conflict, Invalid, NotAllowed
from rapport.core.pages.blame import blame
from rapport.core.pages.formats import number
from rapport.core.pages.rendering import done, go, is_fragment, page, toast

PAGE = 50


@login_required
@require_safe
def choose_field(request: HttpRequest, name: str) -> HttpResponse:
    """Ask which column to edit on the chosen rows."""
    chosen, address = _chosen(request, name)
    query = _query(chosen)
    fields = [
        (verb, reverse("bulk:ask", args=[name, verb.name]) + f"?{query}")
        for verb in edits(caller(request), chosen.spec.name)
    ]
    return page(request, "core/bulk/fields.html", {"fields": fields, "address": address})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, name: str, verb: str) -> HttpResponse:
    """Ask what the verb needs to know, tell what it would do, and do it: a few rows at once, more in the background."""
    user, wanted = caller(request), verb_of(verb, name)
    chosen, address = _chosen(request, name)
    _may(request, wanted)
    form = wanted.form(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = wanted.plain(form)
        try:
            run = actions.start_bulk(chosen, verb, by=user, at=timezone.now(), values=values)
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            return _started(request, run, address)
    context = {"form": form, "address": address, **_outlook(request, chosen, wanted, form)}
    status = 422 if form.errors else 200
    return page(request, "core/bulk/ask.html", context, status=status)


@login_required
@require_POST
def preview(request: HttpRequest, name: str, verb: str) -> HttpResponse:
    """Tell anew what the verb would do, after an answer was changed."""
    wanted = verb_of(verb, name)
    chosen, _address = _chosen(request, name)
    _may(request, wanted)
    form = wanted.form(caller(request), request.POST)
    context = _outlook(request, chosen, wanted, form)
    return page(request, "core/bulk/outlook.html", context)


@login_required
@require_safe
def list_runs(request: HttpRequest) -> HttpResponse:
    """Show one's own runs, newest first."""
    after = request.GET.get("after", "")
    rows = queries.runs(caller(request))
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    more = f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    context = {
        "runs": [(run, _title(run)) for run in found[:PAGE]],
        "names": _names(request),
        "next": more,
        "is_first": not after,
    }
    return page(request, "core/bulk/list.html", context)


@login_required
@require_safe
def open_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show where a run stands, and what became of its rows."""
    user = caller(request)
    run = queries.run_of(user, run_id)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in Outcome.values else ""
    after = request.GET.get("after", "")
    rows, more = queries.rows(run, user, outcome=outcome, after=after)
    verb, address = find_verb(run.verb), reverse("bulk:open", args=[run.pk])
    context = {
        "run": run,
        "title": _title(run),
        "rows": rows,
        "row_page": verb.page if verb else "",
        "outcome": outcome,
        "tabs": _tabs(run, outcome, address),
        "here": request.get_full_path(),
        "next": f"{address}?outcome={outcome}&after={more}" if more else None,
        "previous": f"{address}?outcome={outcome}" if after else None,
        "undone": _undone(run, run.kept) if run.state == State.UNDONE else "",
        "may_undo": verb is not None and may(user, verb.right),
    }
    block = "now" if is_fragment(request) else None
    return page(request, "core/bulk/open.html", context, block=block)


@login_required
@require_POST
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop a run after its present slice."""
    actions.cancel_bulk(run_id, by=caller(request), at=timezone.now())
    toast(request, _("It stops. What was changed until then can be undone."))
    return done(request, reverse("bulk:open", args=[run_id]))


@login_required
@require_POST
def undo_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take back all that a run changed."""
    run = actions.undo_bulk(run_id, by=caller(request), at=timezone.now())
    address = reverse("bulk:open", args=[run.pk])
    if run.is_running:
        return go(request, address)
    toast(request, _undone(run, run.kept))
    return done(request, address)


@login_required
@require_POST
def undo_row(request: HttpRequest, run_id: int, row_id: int) -> HttpResponse:
    """Take back what a run did to one row."""
    count = actions.undo_bulk_rows(run_id, [row_id], by=caller(request), at=timezone.now())
    toast(request, _undone(queries.run_of(caller(request), run_id), 1 - count))
    return done(request, reverse("bulk:open", args=[run_id]))


@login_required
@require_safe
def result_file(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Send each row with what became of it."""
    user = caller(request)
    run = queries.run_of(user, run_id)
    response = StreamingHttpResponse(lines(run, user), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bulk-{run.pk}.csv"'
    return response


def _chosen(request: HttpRequest, name: str) -> tuple[Chosen, str]:
    found = list_of(name)
    return Chosen.read(found.spec, request.GET), found.address


def _query(chosen: Chosen) -> str:
    """Return the address of what is chosen; the ticks say nothing when all that match are meant."""
    if chosen.all:
        return urlencode({"all": f"{chosen.spec.name}?{chosen.query}"})
    return urlencode([("id", one) for one in chosen.ids])


def _may(request: HttpRequest, verb: Verb) -> None:
    if not may(caller(request), verb.right):
        raise NotAllowed


def _outlook(request: HttpRequest, chosen: Chosen, verb: Verb, form: forms.Form) -> dict[str, Any]:
    """Return what is told before the verb is done: how many, who stays and why, the first rows."""
    user = caller(request)
    values = verb.plain(form) if form.is_bound and form.is_valid() else None
    if not form.fields:
        values = {}
    found = outlook(chosen, verb, user, values)
    query = _query(chosen)
    return {
        "verb": verb,
        "found": found,
        "title": verb.title(found.total),
        "question": verb.question(found.able) if verb.question else "",
        "samples": samples(chosen, verb, user, values) if values is not None else [],
        "values": values,
        "in_background": found.total > actions.AT_ONCE,
        "action": reverse("bulk:ask", args=[chosen.spec.name, verb.name]) + f"?{query}",
        "preview": reverse("bulk:preview", args=[chosen.spec.name, verb.name]) + f"?{query}",
    }


def _started(request: HttpRequest, run: BulkRun, back: str) -> HttpResponse:
    if run.is_running:
        return go(request, reverse("bulk:open", args=[run.pk]))
    said = verb_of(run.verb).said(run.changed)
    if left := run.skipped + run.errors:
        said += " " + ngettext("%(n)s was left.", "%(n)s were left.", left) % {"n": number(left)}
    address = reverse("bulk:undo", args=[run.pk])
    toast(request, said, undo=address if run.can_be_undone else False)
    return done(request, back)


def _undone(run: BulkRun, kept: int) -> str:
    if not kept:
        return _("Undone.")
    if stays := verb_of(run.verb).stays:
        return _("Undone, except %(n)s: %(why)s.") % {"n": number(kept), "why": stays}
    return ngettext(
        "Undone, except %(n)s record that was changed since.",
        "Undone, except %(n)s records that were changed since.",
        kept,
    ) % {"n": kept}


def _title(run: BulkRun) -> str:
    verb = find_verb(run.verb)
    return (verb.says(run.values) or str(verb.label)) if verb else run.verb


def _tabs(run: BulkRun, outcome: str, address: str) -> list[dict[str, Any]]:
    """Return the outcomes that occur, with their counts."""
    counts = {
        "": run.total,
        Outcome.CHANGED: run.changed - run.undone - run.kept,
        Outcome.UNCHANGED: run.unchanged,
        Outcome.SKIPPED: run.skipped,
        Outcome.ERROR: run.errors,
        Outcome.UNDONE: run.undone,
        Outcome.KEPT: run.kept,
        Outcome.WAITING: run.total - run.done,
    }
    return [
        {
            "label": _label(run, key),
            "count": number(count),
            "url": f"{address}?outcome={key}" if key else address,
            "current": outcome == key,
        }
        for key, count in counts.items()
        if count or not key
    ]


def _label(run: BulkRun, outcome: str) -> str:
    verb = find_verb(run.verb)
    stays = str(verb.stays) if verb and outcome == Outcome.KEPT else ""
    return stays or (str(Outcome(outcome).label) if outcome else _("All"))


def _names(request: HttpRequest) -> dict[str, str | Promise]:
    """Return what the navigation calls each list."""
    rooms = listed("navigation")(request)
    labels = {one.address: one.label for room in rooms for one in [room, *room.below]}
    return {name: labels.get(one.address, name) for name, one in listed("lists").items()}
