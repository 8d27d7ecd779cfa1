"""Who works here: the list, invitations, and each colleague's place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rapport.core.access.queries import system
from rapport.core.company.queries import mail_is_set_up
from rapport.core.errors import RapportError
from rapport.core.links.actions import issue_link
from rapport.core.links.models import Purpose
from rapport.core.links.queries import address, find
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import page, toast
from rapport.core.sessions.entry import enter
from rapport.core.users.actions import (
    Place,
    accept_invitation,
    edit_user,
    invite_again,
    invite_user,
)
from rapport.core.users.forms import AcceptForm, InviteForm, PlaceForm
from rapport.core.users.queries import colleague, colleagues, open_invitation, state

MANAGE = "core.manage_users"


@needs(MANAGE)
def index(request: HttpRequest) -> HttpResponse:
    """Show everybody who works here."""
    return page(request, "core/users/list.html", {"colleagues": colleagues()})


@needs(MANAGE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            link = invite_user(
                data["email"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                name=data["name"],
                place=_place(data),
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("%(name)s is invited.") % {"name": data["name"]})
            return redirect("users:open", link.user_id)
    status = 422 if form.errors else 200
    return page(request, "core/users/invite.html", {"form": form}, status=status)


@needs(MANAGE)
def open_user(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show and change a colleague's place."""
    user = colleague(user_id)
    held = list(user.grants.values_list("role_id", flat=True))
    initial = {"name": user.name, "team": user.team_id, "roles": held}
    editing = Editing(request, lambda data: PlaceForm(data, initial=initial), user)
    form = editing.form
    if editing.is_ready:
        try:
            edit_user(
                user.pk,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                version=editing.version,
                name=form.cleaned_data["name"],
                place=_place(form.cleaned_data),
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("%(name)s saved.") % {"name": user.name}, undo=True)
            return redirect("users:open", user.pk)
    return editing.show("core/users/open.html", _context(user))


def _context(user: Any) -> dict[str, Any]:
    waiting = open_invitation(user, timezone.now())
    words, kind = state(user)
    return {
        "colleague": user,
        "words": words,
        "kind": kind,
        "invitation": waiting,
        "address": address(waiting) if waiting else "",
        "by_mail": mail_is_set_up(),
    }


@needs(MANAGE)
@require_POST
def again(request: HttpRequest, user_id: int) -> HttpResponse:
    """Send a new invitation."""
    invite_again(user_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("There is a new invitation; the old link no longer works."))
    return redirect("users:open", user_id)


@needs(MANAGE)
@require_POST
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Make a link by which a colleague chooses a new password; it is mailed and shown to be copied."""
    user = colleague(user_id)
    link = issue_link(
        user.pk,
        Purpose.NEW_PASSWORD,
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    context = {"colleague": user, "address": address(link), "by_mail": mail_is_set_up()}
    return page(request, "core/users/new_password.html", context)


@sensitive_post_parameters("password")
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Let a new colleague open her account."""
    limit(request, "login")
    link = find(token, Purpose.INVITATION, at=timezone.now())
    user = link.user
    initial = {"name": user.name, "language": user.language, "timezone": user.timezone}
    form = AcceptForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            user = accept_invitation(token, by=system(), at=timezone.now(), **form.cleaned_data)
        except RapportError as error:
            blame(form, error)
        else:
            return enter(request, user, "invitation")
    context = {"form": form, "email": user.email, "token": token}
    status = 422 if form.errors else 200
    return page(request, "core/users/accept.html", context, status=status)


def _place(data: dict[str, Any]) -> Place:
    return Place(team_id=data["team"], role_ids=tuple(data["roles"]))
