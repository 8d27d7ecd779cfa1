"""What each role grants, and over whose records."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rapport.core.access.models import Role
from rapport.core.access.queries import role_name
from rapport.core.assembly import listed
from rapport.core.errors import RapportError
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import page, toast
from rapport.core.roles.actions import add_role, edit_role, remove_role, reset_role
from rapport.core.roles.forms import RoleForm
from rapport.core.roles.queries import rights_by_room, role, role_lines, short_scopes

MANAGE = "core.manage_users"


@needs(MANAGE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the roles."""
    return page(request, "core/roles/list.html", {"lines": role_lines()})


@needs(MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """Make a role of the company's own."""
    form = RoleForm(request.POST or None)
    if form.is_valid():
        try:
            add_role(
                form.cleaned_data["name"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                rights=form.rights(),
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Role added."), undo=True)
            return redirect("roles:list")
    status = 422 if form.errors else 200
    return page(request, "core/roles/edit.html", {"form": form, **_context(None)}, status=status)


@needs(MANAGE)
def edit(request: HttpRequest, role_id: int) -> HttpResponse:
    """Show and change what a role grants."""
    row = role(role_id)
    initial = {"name": role_name(row), **{name: str(s) for name, s in row.scopes().items()}}
    editing = Editing(request, lambda data: RoleForm(data, initial=initial), row)
    form = editing.form
    if editing.is_ready:
        typed = form.cleaned_data["name"]
        try:
            edit_role(
                row.pk,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                version=editing.version,
                name=row.name if typed == role_name(row) else typed,
                rights=form.rights(),
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Role saved."), undo=True)
            return redirect("roles:list")
    return editing.show("core/roles/edit.html", _context(row))


@needs(MANAGE)
@require_POST
def reset(request: HttpRequest, role_id: int) -> HttpResponse:
    """Take the shipped rights again."""
    reset_role(role_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("The role grants again what it was shipped with."), undo=True)
    return redirect("roles:edit", role_id)


@needs(MANAGE)
@require_POST
def remove(request: HttpRequest, role_id: int) -> HttpResponse:
    """Remove a role of the company's own."""
    remove_role(role_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("Role removed."), undo=True)
    return redirect("roles:list")


def _context(row: Role | None) -> dict[str, Any]:
    return {
        "role": row,
        "name": role_name(row) if row else "",
        "shipped": row is not None and row.key in listed("roles"),
        "rooms": rights_by_room(),
        "scopes": short_scopes(),
    }
