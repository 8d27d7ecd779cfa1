"""Laying out an automation part by part: when, if, then. Each part is saved as soon as it is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.automation import actions, queries
from rapport.core.automation.forms import TIMES, LimitsForm, WhenForm
from rapport.core.automation.models import Automation, Kind
from rapport.core.automation.preparing import MOST, matching
from rapport.core.automation.steps import step_of, steps_for
from rapport.core.automation.subjects import Step, subject_of
from rapport.core.automation.triggers import EVERY, watched
from rapport.core.errors import Missing
from rapport.core.lists.chips import chips
from rapport.core.lists.spec import count_up_to
from rapport.core.lists.state import BACK, ListState
from rapport.core.pages.dialogs import ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.formats import number
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, go, page, toast

MANAGE = actions.MANAGE
ICONS = {Kind.EVENT: "activity", Kind.FIELD: "forms", Kind.VIEW: "bookmark", Kind.DATE: "calendar"}


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Ask for its name, and how often it acts at most."""
    row = queries.automation_of(caller(request), automation_id)
    before = {"name": row.name, "once": row.once, "per_hour": row.per_hour}
    editing = Editing(request, lambda data: LimitsForm(data, initial=before), row)
    return _ask(request, row, editing, _("Name and limits"), lambda typed: typed, editing.version)


@needs(MANAGE)
@require_safe
def choose_when(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Ask what wakes it: a kind, or by `?kind=field` the field whose change does."""
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    subject = subject_of(row.list_name)
    choose, ask_ = reverse("automation:when", args=[row.pk]), {}
    for kind in Kind:
        ask_[kind] = reverse("automation:ask", args=[row.pk, kind.value])
    if request.GET.get("kind") == Kind.FIELD:
        choices = [
            (column.label, column.icon or "forms", f"{ask_[Kind.FIELD]}?column={name}")
            for name, column in watched(subject, user).items()
        ]
        return _choose(request, row, _("Which field?"), choices)
    choices = []
    for kind in Kind:
        if kind == Kind.FIELD and not watched(subject, user):
            continue
        if kind == Kind.TIME:
            every = [(EVERY[one], f"{ask_[kind]}?every={one}") for one in TIMES]
            choices += [(str(label).capitalize(), "clock", address) for label, address in every]
        else:
            address = f"{choose}?kind=field" if kind == Kind.FIELD else ask_[kind]
            choices.append((kind.label, ICONS[kind], address))
    return _choose(request, row, _("When does it act?"), choices)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def ask_when(request: HttpRequest, automation_id: int, waking: str) -> HttpResponse:
    """Ask the rest about what wakes it."""
    kind = waking
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    if kind not in Kind.values:
        raise Missing
    subject = subject_of(row.list_name)
    asked = {name: request.GET[name] for name in ("column", "every") if name in request.GET}
    before = {**(row.when if row.kind == kind else {}), **asked}

    def build(data: QueryDict | None) -> WhenForm:
        return WhenForm(data, kind=kind, subject=subject, user=user, initial=before)

    editing = Editing(request, build, row)
    return _ask(
        request,
        row,
        editing,
        str(_title(kind, before)),
        lambda _typed: {"trigger": editing.form.trigger()},
        editing.version,
    )


def _title(kind: str, before: dict[str, Any]) -> Any:
    return (
        str(EVERY[before["every"]]).capitalize()
        if before.get("every") in EVERY
        else Kind(kind).label
    )


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def conditions(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Show which records it is for, as filters of their list with what matches now; save them."""
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    address = reverse("automation:if", args=[row.pk])
    if request.method == "POST":
        query = request.POST.get("query", "")
        actions.edit_automation(row.pk, by=user, at=timezone.now(), changes={"query": query})
        toast(request, _("Saved."))
        return go(request, reverse("automation:open", args=[row.pk]))
    asked = request.GET if request.GET else QueryDict(row.query)
    read = ListState.read(asked)
    state = ListState(filters=read.filters, words=read.words, kept={BACK: address})
    spec = subject_of(row.list_name).spec
    rows = matching(spec, user, state.saved())
    count = count_up_to(rows, MOST)
    main = spec.main.value(user)
    context = {
        "automation": row,
        "state": state,
        "chips": chips(spec, user, state),
        "add": reverse("lists:filter", args=[spec.name]) + state.query(),
        "query": state.saved(),
        "matches": ngettext("%(n)s record matches now.", "%(n)s records match now.", count)
        % {"n": f"{number(MOST)}+" if count > MOST else number(count)},
        "names": [str(one) for one in rows.order_by("pk").values_list(main, flat=True)[:5]],
    }
    return page(request, "core/automation/conditions.html", context)


@needs(MANAGE)
@require_safe
def choose_step(request: HttpRequest, automation_id: int) -> HttpResponse:
    """Ask what it does next."""
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    choices = [
        (one.label, one.icon, reverse("automation:step", args=[row.pk, one.name]))
        for one in steps_for(subject_of(row.list_name), user)
    ]
    return _choose(request, row, _("What does it do?"), choices)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add_step(request: HttpRequest, automation_id: int, step: str) -> HttpResponse:
    """Ask what the step needs to know, and put it at the end."""
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    found = step_of(subject_of(row.list_name), step, user)
    form = found.form(user, request.POST if request.method == "POST" else None)

    def steps() -> list[Any]:
        return [*row.steps, {"do": found.name, "values": found.plain(form)}]

    return _ask_step(request, row, found, form, steps)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def edit_step(request: HttpRequest, automation_id: int, place: int) -> HttpResponse:
    """Ask anew what a step needs to know."""
    user = caller(request)
    row = queries.automation_of(user, automation_id)
    now = _at(row, place)
    found = step_of(subject_of(row.list_name), now["do"], user)
    form = found.form(user, request.POST if request.method == "POST" else now["values"])

    def steps() -> list[Any]:
        new = {"do": found.name, "values": found.plain(form)}
        return [new if at == place else one for at, one in enumerate(row.steps)]

    return _ask_step(request, row, found, form, steps)


@needs(MANAGE)
@require_POST
def move_step(request: HttpRequest, automation_id: int, place: int) -> HttpResponse:
    """Do a step before the one above it."""
    row = queries.automation_of(caller(request), automation_id)
    steps = list(row.steps)
    if 0 < place < len(steps):
        steps[place - 1], steps[place] = steps[place], steps[place - 1]
    return _save_steps(request, row, steps)


@needs(MANAGE)
@require_POST
def remove_step(request: HttpRequest, automation_id: int, place: int) -> HttpResponse:
    """Leave a step out."""
    row = queries.automation_of(caller(request), automation_id)
    _at(row, place)
    steps = [one for at, one in enumerate(row.steps) if at != place]
    return _save_steps(request, row, steps)


def _at(row: Automation, place: int) -> Any:
    if place >= len(row.steps):
        raise Missing
    return row.steps[place]


def _seen(request: HttpRequest, row: Automation) -> int:
    """Return the version whose steps the page showed: a place among them means nothing once they were changed."""
    text = request.GET.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else row.version


def _save_steps(request: HttpRequest, row: Automation, steps: list[Any]) -> HttpResponse:
    actions.edit_automation(
        row.pk,
        by=caller(request),
        at=timezone.now(),
        changes={"steps": steps},
        version=_seen(request, row),
    )
    toast(request, _("Saved."), undo=True)
    return done(request, reverse("automation:open", args=[row.pk]))


def _ask_step(
    request: HttpRequest, row: Automation, step: Step, form: Any, steps: Any
) -> HttpResponse:
    seen = _seen(request, row)
    return _ask(request, row, form, str(step.label), lambda _typed: {"steps": steps()}, seen)


def _ask(
    request: HttpRequest, row: Automation, form: Any, title: str, changes: Any, version: int
) -> HttpResponse:
    """Ask in a dialog, and save what changed."""
    return ask(
        request,
        form,
        title=title,
        submit=_("Save"),
        save=lambda typed: actions.edit_automation(
            row.pk,
            by=caller(request),
            at=timezone.now(),
            changes=changes(typed),
            version=version,
        ),
        said=_("Saved."),
        back=reverse("automation:open", args=[row.pk]),
    )


def _choose(
    request: HttpRequest, row: Automation, title: str, choices: list[tuple[Any, str, str]]
) -> HttpResponse:
    context = {
        "title": title,
        "choices": choices,
        "address": reverse("automation:open", args=[row.pk]),
    }
    return page(request, "core/automation/choose.html", context)
