"""The list of tasks, one task, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.bulk.bar import offers
from rapport.core.errors import Conflict, Invalid
from rapport.core.lists.table import forgiven, table
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.formats import date
from rapport.core.pages.inplace import edit_in_place
from rapport.core.pages.rendering import done, page, toast
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks import actions, cells, queries
from rapport.touchpoints.tasks.events import TOLD
from rapport.touchpoints.tasks.forms import TaskForm, initial
from rapport.touchpoints.tasks.lists import LISTED, TASKS
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.places import place_of


@login_required
@require_safe
@opens_with_own_view("tasks")
def list_tasks(request: HttpRequest) -> HttpResponse:
    """Show tasks: what the user has to do herself, unless she asks for others."""
    user, today = caller(request), timezone.localdate()
    state = LISTED.state(request.GET)
    made = forgiven(
        state, lambda asked: table(TASKS, user, asked, cells.leads(today), cells.own(today))
    )
    queries.with_parties(user, made.rows)
    context = {
        "table": made,
        "offers": offers(user, "tasks"),
        "shown": LISTED.shown(state),
        "refresh_on": TOLD,
    }
    return page(request, "touchpoints/tasks/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_field(request: HttpRequest, task_id: int, name: str) -> HttpResponse:
    """Edit one field where it stands."""
    return edit_in_place(request, place_of(caller(request), task_id, name, timezone.now()))


@login_required
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask what is to be done, and write it down."""
    user = caller(request)
    start = {
        "assignee": user.pk,
        "party": request.GET.get("party") or None,
        "due_on": timezone.localdate(),
        "priority": 2,
    }
    form = TaskForm(
        request.POST or None,
        initial=start,
        colleagues=queries.colleagues(user, "touchpoints.create_task"),
    )
    if form.is_valid():
        try:
            task = actions.create_task(form.plan(), by=user, at=timezone.now())
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _planned(task), undo=True)
            return done(request, reverse("tasks:list"))
    status = 422 if form.errors else 200
    context = {"form": form, "task": None, "party": _party(user, form["party"].value())}
    return page(request, _template(request), context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, task_id: int) -> HttpResponse:
    """Change a task."""
    user, task = caller(request), queries.task(caller(request), task_id)
    colleagues = queries.colleagues(user, "touchpoints.reassign_task", task.assignee)
    start = initial(task)
    editing = Editing(
        request, lambda data: TaskForm(data, initial=start, colleagues=colleagues), task
    )
    form = editing.form
    if editing.is_ready:
        plan = form.plan()
        try:
            actions.change_task(
                task.pk,
                plan,
                by=user,
                at=timezone.now(),
                version=editing.version,
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Task saved."), undo=True)
            return done(request, reverse("tasks:open", args=[task.pk]))
    return editing.show(_template(request), {"task": task, "party": None})


@login_required
@require_GET
def open_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show one task."""
    context = {"task": queries.task(caller(request), task_id), "today": timezone.localdate()}
    return page(request, "touchpoints/tasks/open.html", context)


@login_required
@require_POST
def finish(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say that it is done."""
    task = actions.finish_task(task_id, by=caller(request), at=timezone.now())
    toast(request, _("Done: %(title)s") % {"title": task.title}, undo=True)
    return done(request, reverse("tasks:list"))


@login_required
@require_POST
def reopen(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say that it is to be done after all."""
    task = actions.reopen_task(task_id, by=caller(request), at=timezone.now())
    toast(request, _("To be done again: %(title)s") % {"title": task.title}, undo=True)
    return done(request, reverse("tasks:list"))


@login_required
@require_POST
def trash(request: HttpRequest, task_id: int) -> HttpResponse:
    """Move it to the trash."""
    task = actions.trash_task(task_id, by=caller(request), at=timezone.now())
    toast(request, _("Moved “%(title)s” to the trash.") % {"title": task.title}, undo=True)
    return done(request, reverse("tasks:list"))


@login_required
@require_GET
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show what is to be done with a customer, beside her record."""
    context = {
        "party_id": party_id,
        "tasks": queries.of_party(caller(request), party_id),
        "today": timezone.localdate(),
    }
    return page(request, "touchpoints/tasks/panel.html", context)


def _party(user: User, chosen: Any) -> Party | None:
    if not str(chosen or "").isdecimal():
        return None
    return Party.objects.visible_to(user).filter(pk=int(chosen)).first()


def _template(request: HttpRequest) -> str:
    in_dialog = bool(request.headers.get("HX-Request"))
    return f"touchpoints/tasks/{'dialog' if in_dialog else 'form'}.html"


def _planned(task: Task) -> str:
    if task.due_on is None:
        return _("Task added.")
    return _("Task added for %(day)s.") % {"day": date(task.due_on)}
