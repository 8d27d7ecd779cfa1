"""What happens around every page: the user's language and time zone, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone, translation

from rapport.core.errors import NotSignedIn, RapportError
from rapport.core.pages.rendering import go, is_fragment
from rapport.core.pages.translate import error_page

Answer = Callable[[HttpRequest], HttpResponse]


class SignedOut(NotSignedIn):
    """You were signed out, so nothing was saved. Copy what you typed, load the page anew and sign in."""


class OnlySent(RapportError):
    """This address only takes what a form sends. Go back and use the button of the page."""

    status = 405


class PageMiddleware:
    """Shows each user her own language and clock; turns an error of the rules into a page or fragment."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate language and time zone for this request only."""
        user = request.user
        if not user.is_authenticated:
            return _to_sign_in(request, self._answer(request))
        with translation.override(user.language), timezone.override(ZoneInfo(user.timezone)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self._answer(request)
            response.headers.setdefault("Content-Language", user.language)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return _refused(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Translate the rules' errors; anything else is a defect and goes to the log."""
        if isinstance(exception, RapportError):
            return error_page(request, exception)
        return None


def _to_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a page that was left open while its session ended go to the sign-in whole, instead of showing it in a part."""
    address = reverse(settings.LOGIN_URL)
    if not is_fragment(request) or not response.headers.get("Location", "").startswith(address):
        return response
    if request.method == "POST":
        return error_page(request, SignedOut())
    here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    back = f"{here.path}?{here.query}" if here.query else here.path or "/"
    return go(request, f"{address}?{urlencode({'next': back})}")


def _refused(request: HttpRequest, response: HttpResponseNotAllowed) -> HttpResponse:
    """Say in a sentence that an address takes no such request; programs read it from the header as before."""
    said = error_page(request, OnlySent())
    said["Allow"] = response["Allow"]
    return said
