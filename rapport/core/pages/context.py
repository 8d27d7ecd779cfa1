"""What every page knows: who looks at it, and what the shell shows around it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext as _

from rapport import __version__
from rapport.core.assembly import listed
from rapport.core.pages.calling import url

STREAM = "/events"  # answered before Django, by the event stream


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the names that every template may use."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    return {
        "request": request,
        "user": user,
        "signed_in": signed_in,
        "csrf_token": get_token(request),
        "language": get_language(),
        "navigation": SimpleLazyObject(lambda: listed("navigation")(request)) if signed_in else [],
        "pins": SimpleLazyObject(lambda: listed("pins")(request)) if signed_in else [],
        "toast": _toast(request),
        "stream_url": STREAM if signed_in else None,
        "manifest_url": url("install:manifest"),
        "worker_url": f"{url('install:worker')}?language={get_language()}",
        "bell_url": url("notifications:bell") if signed_in else None,
        "tour_url": listed("tour")(request) if signed_in else None,
        "language_url": url("language"),
        "palette_url": url("search:palette") if signed_in else None,
        "create_menu": SimpleLazyObject(lambda: listed("creating")(request)) if signed_in else [],
        "sign_out_url": url("account_logout"),
        "density_url": url("profile:density") if signed_in else None,
        "theme_url": url("profile:theme"),
        "account_menu": [{"label": _("Your account"), "url": url("profile:edit"), "icon": "user"}],
        "help_url": _help(request) if signed_in else None,
        "all_help_url": url("help:index"),
        "news_url": url("news:list"),
        "has_news": signed_in and user.news_read != __version__,  # type: ignore[union-attr]
    }


def _help(request: HttpRequest) -> str:
    """Return where the help about this page is fetched."""
    found = request.resolver_match
    return f"{url('help:panel')}?page={found.view_name}" if found else url("help:panel")


def _toast(request: HttpRequest) -> dict[str, str] | None:
    """Return the waiting toast for a whole page; htmx answers carry it in a header instead."""
    session = getattr(request, "session", None)
    if session is None or request.headers.get("HX-Request"):
        return None
    waiting: dict[str, str] | None = session.pop("toast", None) if "toast" in session else None
    return waiting
