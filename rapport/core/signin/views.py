"""Signing in with a password, and signing out."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rapport.core.audit.models import Outcome
from rapport.core.company.queries import company, is_founded, mail_is_set_up
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import page
from rapport.core.signin.forms import SignInForm
from rapport.core.signin.record import record


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
    context: dict[str, Any] = {
        "form": form,
        "next": onward or "",
        "company": company(),
        "by_link": mail_is_set_up(),
        "providers": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
    }
    status = 422 if form.errors else 200
    return page(request, "core/signin/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.user.is_authenticated:
        record(request, Outcome.SIGNED_OUT, user=request.user)
    logout(request)
    return redirect("account_login")
