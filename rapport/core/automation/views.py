"""Automations: the list, one with what it would do and what it did, and turning it on and off."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.automation import actions, queries
from rapport.core.automation.forms import NewForm
from rapport.core.automation.models import Automation, Kind, Outcome
from rapport.core.automation.outlook import outlook
from rapport.core.automation.running import held_until
from rapport.core.automation.subjects import subject_of
from rapport.core.automation.wording import (
    conditions_in_words,
    sentence,
    steps_in_words,
    when_in_words,
)
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.pages.dialogs import Question, ask
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, go, page, toast
from rapport.core.views.queries import view_of

MANAGE = actions.MANAGE


@needs(MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the automations, each as a sentence with what it did of late."""
    user, now = caller(request), timezone.now()
    rows = list(queries.automations_of(user))
    known = queries.figures([row.pk for row in rows], at=now)
    shown = [(row, sentence(row, user), known.get(row.pk, queries.Figures())) for row in rows]
    context = {"rows": shown, "now": now, "beginnings": list(enumerate(listed("beginnings")))}
    return page(request, "core/automation/list.html", context)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a list; with `?view=` the list is the view's, and it acts when somebody enters that."""
    user, asked = caller(request), request.GET.get("view", "")
    view = view_of(user, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    start = {"list_name": view.list_name, "name": view.name} if view else {}
    more: dict[str, Any] = {"trigger": (Kind.VIEW, {"view": view.pk})} if view else {}
    return ask(
        request,
        NewForm(request.POST or None, initial=start),
        title=_("Automate “%(view)s”") % {"view": view.name} if view else _("New automation"),
        submit=_("Add automation"),
        save=lambda typed: actions.create_automation(by=user, at=timezone.now(), **typed, **more),
        said=_("Now say when it acts, and what it does."),
        back=reverse("automation:list"),
        onward=lambda row: reverse("automation:open", args=[row.pk]),
        undo=False,
    )


@needs(MANAGE)
@require_POST
def begin(request: HttpRequest, place: int) -> HttpResponse:
    """Lay out one of the automations that are offered to begin with; it is off."""
    offered = listed("beginnings")
    if place >= len(offered):
        raise Missing
    row = actions.create_automation(
        by=caller(request), at=timezone.now(), **offered[place].details()
    )
    toast(request, _("Look it over, then turn it on."))
    return go(request, reverse("automation:open", args=[row.pk]))


@needs(MANAGE)
@require_safe
def open_one(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Show an automation and its log."""
    user, now = caller(request), timezone.now()
    row = queries.automation_of(user, automation_id)
    outcome, after = request.GET.get("outcome", ""), request.GET.get("after", "")
    log = queries.log_of(row, user, outcome=outcome, after=after)
    base = {"outcome": outcome} if outcome else {}
    figures = queries.figures([row.pk], at=now).get(row.pk, queries.Figures())
    context = {
        "automation": row,
        "subject": subject_of(row.list_name),
        "when": when_in_words(row, user),
        "steps": steps_in_words(row, user),
        "conditions": _conditions(row, user),
        "held_until": held_until(row.pk, at=now),
        "figures": figures,
        "is_own": row.owner_id == user.pk,
        "log": log.rows,
        "outcome": outcome,
        "outcomes": _outcomes(outcome),
        "next": f"?{urlencode({**base, 'after': log.next})}" if log.next else None,
        "first": f"?{urlencode(base)}" if after else None,
        "is_moving": not after and row.is_on and bool(figures.waiting),
        "address": request.get_full_path(),
    }
    block = "log" if request.headers.get("HX-Target") == "automation-log" else None
    return page(request, "core/automation/open.html", context, block=block)


def _conditions(row: Automation, user: Any) -> tuple[str, bool]:
    """Return the conditions in words, and whether they can be read."""
    try:
        return conditions_in_words(row, user), True
    except Invalid as error:
        return error.sentence(), False


def _outcomes(chosen: str) -> list[dict[str, Any]]:
    """Return the switch above the log."""
    shown = [Outcome.DONE, Outcome.ERROR, Outcome.SKIPPED, Outcome.WAITING, Outcome.UNDONE]
    items = [{"label": _("All"), "url": "?", "current": not chosen}]
    return items + [
        {"label": one.label, "url": f"?outcome={one.value}", "current": chosen == one.value}
        for one in shown
    ]


@needs(MANAGE)
@require_safe
def show_outlook(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Tell what it would have done of late, or would do now."""
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    context: dict[str, Any] = {"automation": row, "found": None, "wrong": ""}
    if row.kind:
        try:
            context["found"] = outlook(row, user, at=timezone.now())
        except Invalid as error:
            context["wrong"] = error.sentence()
    return page(request, "core/automation/outlook.html", context)


@needs(MANAGE)
@require_POST
def turn_on(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Let it act; what is missing is said above the page."""
    try:
        actions.turn_on_automation(automation_id, by=caller(request), at=timezone.now())
    except (Invalid, Conflict) as error:
        fields = " ".join(getattr(error, "fields", {}).values())
        toast(request, fields or error.sentence(), level="bad")
    else:
        toast(request, _("The automation is on."))
    return redirect("automation:open", automation_id)


@needs(MANAGE)
@require_POST
def turn_off(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Let it act no longer."""
    actions.turn_off_automation(automation_id, by=caller(request), at=timezone.now())
    toast(request, _("The automation is off. What waited is skipped."))
    return redirect("automation:open", automation_id)


@needs(MANAGE)
@require_POST
def release(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Let it go on before the hour is over."""
    actions.release_automation(automation_id, by=caller(request), at=timezone.now())
    toast(request, _("The automation goes on."))
    return redirect("automation:open", automation_id)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Ask, then remove it with its log."""
    row = queries.automation_of(caller(request), automation_id)
    return ask(
        request,
        Question(request.POST if request.method == "POST" else None),
        title=_("Remove “%(name)s”?") % {"name": row.name},
        text=_("Its log goes with it. What it did stays."),
        submit=_("Remove automation"),
        kind="danger",
        save=lambda _typed: actions.remove_automation(
            automation_id, by=caller(request), at=timezone.now()
        ),
        said=_("“%(name)s” was removed.") % {"name": row.name},
        back=reverse("automation:open", args=[automation_id]),
        onward=lambda _none: reverse("automation:list"),
        undo=False,
    )


@needs(MANAGE)
@require_safe
def open_run(request: HttpRequest, automation_run_id: int) -> HttpResponse:
    """Show what was done with one record, step by step."""
    user = caller(request)
    run = queries.run_of(user, automation_run_id)
    subject = subject_of(run.automation.list_name)
    context = {
        "run": run,
        "automation": run.automation,
        "name": subject.names(user, [run.row_id]).get(run.row_id, ""),
        "record": subject.address(run.row_id),
        "cause": queries.cause_of(user, run),
        "may_undo": run.can_be_undone and may(user, "core.run_automation"),
    }
    return page(request, "core/automation/run.html", context)


@needs(MANAGE)
@require_POST
def undo_run(request: HttpRequest, automation_run_id: int) -> HttpResponse:
    """Take back what was done with one record."""
    left = actions.undo_automation_run(automation_run_id, by=caller(request), at=timezone.now())
    told = ngettext(
        "Undone, except %(n)s record that was changed since.",
        "Undone, except %(n)s records that were changed since.",
        left,
    )
    toast(request, told % {"n": left} if left else _("Undone."))
    return done(request, reverse("automation:run", args=[automation_run_id]))
