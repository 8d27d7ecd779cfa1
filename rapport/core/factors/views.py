"""Setting up further proofs: an authenticator app, passkeys, recovery codes."""

from __future__ import annotations

import base64
from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as code_flows
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import flows as app_flows
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows as passkey_flows
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rapport.core.audit.models import Method, Outcome
from rapport.core.audit.record import record
from rapport.core.factors.check import is_sound
from rapport.core.factors.queries import factors
from rapport.core.pages.rendering import page, toast

View = Callable[..., HttpResponse]
fresh: Callable[[View], View] = reauthentication_required(app="allauth.mfa")


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show what protects this account."""
    return page(request, "core/factors/list.html", {"factors": factors(request.user)})  # type: ignore[arg-type]


@fresh
@never_cache
def add_app(request: HttpRequest) -> HttpResponse:
    """Show the picture for the authenticator app and take its first code."""
    if factors(request.user).app:  # type: ignore[arg-type]
        return redirect("mfa_index")
    form = ActivateTOTPForm(request.POST or None, user=request.user)
    if form.is_valid():
        _app, codes = app_flows.activate_totp(request, form)
        return _added(request, Method.CODE, first=bool(codes))
    address = get_adapter().build_totp_url(request.user, form.secret)
    picture = get_adapter().build_totp_svg(address).encode()
    context = {
        "form": form,
        "secret": form.secret,
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}",
    }
    status = 422 if form.errors else 200
    return page(request, "core/factors/add_app.html", context, status=status)


@require_POST
@fresh
def remove_app(request: HttpRequest) -> HttpResponse:
    """Stop asking for the app's codes."""
    row = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.TOTP)
    app_flows.deactivate_totp(request, row)
    return _removed(request, Method.CODE)


@fresh
@never_cache
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey and keep its public half."""
    typed = {**request.POST.dict(), "passwordless": "on"} if request.method == "POST" else None
    form = AddWebAuthnForm(typed, user=request.user)
    if is_sound(form):
        _passkey, codes = passkey_flows.add_authenticator(
            request,
            name=form.cleaned_data["name"][:60],
            credential=form.cleaned_data["credential"],
        )
        return _added(request, Method.PASSKEY, first=bool(codes))
    context = {"form": form, "options": auth.begin_registration(request.user, passwordless=True)}
    status = 422 if form.errors else 200
    return page(request, "core/factors/add_passkey.html", context, status=status)


@require_POST
@fresh
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Forget one of one's own passkeys."""
    kind = Authenticator.Type.WEBAUTHN
    row = get_object_or_404(Authenticator, user=request.user, type=kind, pk=passkey_id)
    passkey_flows.remove_authenticator(request, row)
    return _removed(request, Method.PASSKEY)


@fresh
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that are left."""
    found, _can_view = code_flows.view_recovery_codes(request)
    if found is None:
        raise Http404
    return page(request, "core/factors/codes.html", {"codes": found.get_unused_codes()})


@require_POST
@fresh
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones stop working."""
    if not code_flows.can_generate_recovery_codes(request.user):
        raise Http404
    code_flows.generate_recovery_codes(request)
    toast(request, _("These are new codes; the old ones no longer work."))
    return redirect("mfa_view_recovery_codes")


def _added(request: HttpRequest, method: str, *, first: bool) -> HttpResponse:
    record(request, Outcome.FACTOR_ADDED, method, user=request.user)  # type: ignore[arg-type]
    if first:
        toast(request, _("Set up. Keep these recovery codes in a safe place."))
        return redirect("mfa_view_recovery_codes")
    toast(request, _("Set up."))
    return redirect("mfa_index")


def _removed(request: HttpRequest, method: str) -> HttpResponse:
    record(request, Outcome.FACTOR_REMOVED, method, user=request.user)  # type: ignore[arg-type]
    toast(request, _("Removed."))
    return redirect("mfa_index")
