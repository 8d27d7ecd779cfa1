"""Signing in: by password, by passkey, with a second proof; proving it again; signing out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows import reauthentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm as CodeAgainForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth, flows as passkey_flows
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rapport.core.audit.models import Method, Outcome
from rapport.core.audit.record import record
from rapport.core.company.queries import company, is_founded, mail_is_set_up
from rapport.core.factors.check import is_sound
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import page
from rapport.core.signin.forms import SignInForm

PROFILE = "profile:edit"
View = Callable[..., HttpResponse]
half_way: Callable[[View], View] = login_stage_required(
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password; offer the other ways."""
    limit(request, "login")
    onward = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    if request.method != "POST" and not is_founded():
        return redirect("company:welcome")
    form = SignInForm(request.POST or None, request=request)
    if form.is_valid():
        response: HttpResponse = form.login(request, redirect_url=onward)
        return response
    return _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm, failed: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "failed": failed,
        "next": get_next_redirect_url(request) or "",
        "company": company(),
        "by_link": mail_is_set_up(),
        "providers": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
    }
    status = 422 if form.errors or failed else 200
    return page(request, "core/signin/sign_in.html", context, status=status)


@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """Answer what the browser's authenticator must sign; take its signature and sign in."""
    limit(request, "login")
    if request.method != "POST":
        return JsonResponse(auth.begin_authentication(user=None))
    form = LoginWebAuthnForm(request.POST)
    if is_sound(form):
        row = form.cleaned_data["credential"]
        login = Login(user=row.user, redirect_url=get_next_redirect_url(request))
        response: HttpResponse = passkey_flows.perform_passwordless_login(request, row, login)
        return response
    record(request, Outcome.FAILED, Method.PASSKEY)
    return _sign_in_page(request, SignInForm(request=request), _sentence(form))


@half_way
def second_proof(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the app, a recovery code, or the passkey."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    by_passkey = "credential" in request.POST
    form = (AuthenticateWebAuthnForm if by_passkey else AuthenticateForm)(
        request.POST or None, user=user
    )
    if is_sound(form):
        post_authentication(request, _proof(form))
        response: HttpResponse = stage.exit()
        return response
    if form.errors:
        record(request, Outcome.FAILED, Method.PASSKEY if by_passkey else Method.CODE, user=user)
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "failed": _sentence(form),
        "code": kinds - {Authenticator.Type.WEBAUTHN},
        "options": json.dumps(auth.begin_authentication(user))
        if Authenticator.Type.WEBAUTHN in kinds
        else "",
    }
    status = 422 if form.errors else 200
    return page(request, "core/signin/second_proof.html", context, status=status)


@sensitive_post_parameters("password")
@login_required
@never_cache
def prove_again(request: HttpRequest) -> HttpResponse:
    """Ask the signed-in user for a proof once more, before she changes what protects her account."""
    limit(request, "reauthenticate")
    user: Any = request.user
    form: Any = None
    if "credential" in request.POST:
        form = ReauthenticateWebAuthnForm(request.POST, user=user)
    elif "code" in request.POST:
        form = CodeAgainForm(request.POST, user=user)
    elif request.method == "POST":
        form = ReauthenticateForm(request.POST, user=user)
    if form is not None and is_sound(form):
        if isinstance(form, ReauthenticateForm):
            reauthentication.reauthenticate_by_password(request)
        else:
            post_authentication(request, _proof(form), reauthenticated=True)
        response: HttpResponse = reauthentication.resume_request(request) or redirect(PROFILE)
        return response
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "failed": _sentence(form) if form is not None else "",
        "next": get_next_redirect_url(request) or "",
        "by_password": user.has_usable_password(),
        "code": kinds - {Authenticator.Type.WEBAUTHN},
        "options": json.dumps(auth.begin_authentication(user))
        if Authenticator.Type.WEBAUTHN in kinds
        else "",
    }
    status = 422 if form is not None else 200
    return page(request, "core/signin/prove_again.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.user.is_authenticated:
        record(request, Outcome.SIGNED_OUT, user=request.user)
    logout(request)
    return redirect("account_login")


def _proof(form: Any) -> Authenticator:
    """Return the app, code list or passkey that a valid form was proved by."""
    by_passkey = isinstance(form, AuthenticateWebAuthnForm)
    found: Authenticator = form.cleaned_data["credential"] if by_passkey else form.authenticator
    return found


def _sentence(form: Any) -> str:
    """Return what is wrong with a form, as one text."""
    return " ".join(dict.fromkeys(text for texts in form.errors.values() for text in texts))
