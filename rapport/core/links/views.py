"""Signing in by a link in a mail, and choosing a new password by one."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rapport.core.access.queries import system
from rapport.core.company.queries import mail_is_set_up
from rapport.core.errors import Invalid
from rapport.core.links.actions import ask_for_link, reset_password, use_sign_in_link
from rapport.core.links.forms import EmailForm, NewPasswordForm
from rapport.core.links.models import Purpose
from rapport.core.links.queries import find
from rapport.core.pages.blame import blame
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import page
from rapport.core.sessions.entry import enter


@never_cache
def ask(request: HttpRequest, purpose: str) -> HttpResponse:
    """Ask where the link should go; the answer is the same whether or not there is such an account."""
    form = EmailForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    onward = get_next_redirect_url(request) or ""
    context = {
        "form": form,
        "purpose": purpose,
        "next": onward,
        "by_mail": mail_is_set_up(),
        "email": "",
    }
    if form.is_valid():
        email = form.cleaned_data["email"]
        limit(request, "ask_for_mail", key=email.lower())
        ask_for_link(email, purpose, by=system(), at=timezone.now(), onward=onward)
        context["email"] = email
    status = 422 if form.errors else 200
    return page(request, "core/links/ask.html", context, status=status)


@never_cache
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link it is; the button signs in, so that a mail scanner that opens links uses nothing up."""
    limit(request, "login")
    if request.method == "POST":
        used = use_sign_in_link(token, by=system(), at=timezone.now())
        return enter(request, used.user, "link", used.onward)
    link = find(token, Purpose.SIGN_IN, at=timezone.now())
    return page(request, "core/links/sign_in.html", {"link": link, "token": token})


@sensitive_post_parameters("password")
@never_cache
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password and sign in with it."""
    limit(request, "login")
    link = find(token, Purpose.NEW_PASSWORD, at=timezone.now())
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = reset_password(token, by=system(), at=timezone.now(), **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return enter(request, user, "link")
    context = {"form": form, "link": link, "token": token}
    status = 422 if form.errors else 200
    return page(request, "core/links/new_password.html", context, status=status)
