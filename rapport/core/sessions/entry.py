"""Letting somebody in who has proved who she is; a second factor, where she has one, is still asked for."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from rapport.core.access.models import User


def enter(request: HttpRequest, user: User, method: str, onward: str = "") -> HttpResponse:
    """Sign the user in by the proof she gave and go on; who was signed in here before is signed out."""
    if request.user.is_authenticated and request.user != user:
        logout(request)
    record_authentication(request, user, method)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=onward or None))
    return response
