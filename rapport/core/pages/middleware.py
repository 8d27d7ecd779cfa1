"""What happens around every page: the user's language and time zone, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from rapport.core.errors import RapportError
from rapport.core.pages.translate import error_page

Answer = Callable[[HttpRequest], HttpResponse]


class PageMiddleware:
    """Shows each user her own language and clock; turns an error of the rules into a page or fragment."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate language and time zone for this request only."""
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        with translation.override(user.language), timezone.override(ZoneInfo(user.timezone)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", user.language)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Translate the rules' errors; anything else is a defect and goes to the log."""
        if isinstance(exception, RapportError):
            return error_page(request, exception)
        return None
