"""The tree of teams."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rapport.core.errors import RapportError
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import page, toast
from rapport.core.teams.actions import add_team, edit_team, remove_team
from rapport.core.teams.forms import TeamForm
from rapport.core.teams.queries import team
from rapport.core.users.queries import team_tree

MANAGE = "core.manage_users"


@needs(MANAGE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the teams from the top, with their members."""
    return page(request, "core/teams/list.html", {"branches": team_tree()})


@needs(MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if form.is_valid():
        data = form.cleaned_data
        try:
            add_team(
                data["name"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                parent_id=data["parent"],
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Team added."), undo=True)
            return redirect("teams:list")
    status = 422 if form.errors else 200
    return page(request, "core/teams/edit.html", {"form": form, "team": None}, status=status)


@needs(MANAGE)
def edit(request: HttpRequest, team_id: int) -> HttpResponse:
    """Rename or move a team."""
    row = team(team_id)
    initial = {"name": row.name, "parent": row.parent_id}
    editing = Editing(request, lambda data: TeamForm(data, initial=initial, without=row.pk), row)
    form = editing.form
    if editing.is_ready:
        data = form.cleaned_data
        try:
            edit_team(
                row.pk,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                version=editing.version,
                name=data["name"],
                parent_id=data["parent"],
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Team saved."), undo=True)
            return redirect("teams:list")
    return editing.show("core/teams/edit.html", {"team": row})


@needs(MANAGE)
@require_POST
def remove(request: HttpRequest, team_id: int) -> HttpResponse:
    """Remove an empty team."""
    remove_team(team_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("Team removed."), undo=True)
    return redirect("teams:list")
