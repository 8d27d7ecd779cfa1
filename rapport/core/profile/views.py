"""One's own account: name, look, password, sessions."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rapport.core.audit.models import Outcome
from rapport.core.audit.record import record
from rapport.core.errors import RapportError
from rapport.core.onboarding.remembering import remember_tried
from rapport.core.pages.blame import blame
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import page, toast
from rapport.core.profile.actions import (
    change_password,
    edit_profile,
    set_density,
    set_theme,
)
from rapport.core.profile.forms import PasswordForm, ProfileForm
from rapport.core.sessions.actions import end_other_sessions, end_session
from rapport.core.sessions.queries import places

FIELDS = ("name", "language", "timezone", "theme", "density")


@login_required
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change one's own account."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={f: getattr(user, f) for f in FIELDS})
    if form.is_valid():
        try:
            saved = edit_profile(by=user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except RapportError as error:
            blame(form, error)
        else:
            remember_tried(request, "profile")
            with override(saved.language):
                toast(request, _("Saved."))
            return redirect("profile:edit")
    status = 422 if form.errors else 200
    return page(request, "core/profile/edit.html", {"form": form}, status=status)


@login_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of the theme switch."""
    set_theme(request.POST.get("theme", ""), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return HttpResponse(status=204)


@login_required
@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Keep the choice of a list's row height."""
    set_density(request.POST.get("density", ""), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return HttpResponse(status=204)


@sensitive_post_parameters("present", "password")
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password."""
    limit(request, "reauthenticate")
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            user = change_password(
                data["present"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                password=data["password"],
            )
        except RapportError as error:
            blame(form, error)
        else:
            update_session_auth_hash(request, user)
            record(request, Outcome.PASSWORD_CHANGED, user=user)
            toast(request, _("Password changed. All other sessions have ended."))
            return redirect("profile:edit")
    status = 422 if form.errors else 200
    return page(request, "core/profile/password.html", {"form": form}, status=status)


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in."""
    found = places(request.user, timezone.now(), request.session.session_key)  # type: ignore[arg-type]
    return page(request, "core/profile/sessions.html", {"places": found})


@login_required
@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session."""
    end_session(session_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("The session has ended."))
    return redirect("profile:sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    key = request.session.session_key or ""
    end_other_sessions(key, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("All other sessions have ended."))
    return redirect("profile:sessions")
