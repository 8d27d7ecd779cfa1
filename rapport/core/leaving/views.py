"""The page on which a colleague's leaving is settled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rapport.core.errors import RapportError
from rapport.core.leaving.actions import deactivate_user, reactivate_user
from rapport.core.leaving.forms import LeaveForm
from rapport.core.leaving.queries import owned_counts
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import page, toast
from rapport.core.users.queries import colleague, heirs

MANAGE = "core.manage_users"


@needs(MANAGE)
def leave(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show what she owns, ask who takes over, and close her account."""
    user = colleague(user_id)
    form = LeaveForm(request.POST or None, heirs=heirs(user))
    if request.method == "POST" and form.is_valid():
        try:
            deactivate_user(
                user.pk,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                heirs=form.cleaned_data["heirs"],
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("%(name)s has left.") % {"name": user.name}, undo=True)
            return redirect("users:open", user.pk)
    context = {"colleague": user, "form": form, "owns": owned_counts(user)}
    status = 422 if form.errors else 200
    return page(request, "core/leaving/leave.html", context, status=status)


@needs(MANAGE)
@require_POST
def come_back(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open her account again."""
    user = reactivate_user(user_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("%(name)s can sign in again.") % {"name": user.name}, undo=True)
    return redirect("users:open", user.pk)
