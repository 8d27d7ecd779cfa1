"""What Django finds wrong before the rules are asked, in the same words and looks as their own errors."""

from __future__ import annotations

import errno
import secrets
import sys
from logging import getLogger
from pathlib import Path

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

import rapport.ui
from rapport.core.errors import Invalid, Missing, NotAllowed, RapportError
from rapport.core.pages.translate import error_page

LAST_PAGE = (Path(rapport.ui.__file__).parent / "templates/ui/errors/last.html").read_bytes()
FULL = {errno.ENOSPC, errno.EDQUOT}
FULL_DATABASE = "53100"
GONE = ("08", "57P")  # SQLSTATE of a connection that failed, and of a server that stops or starts
log = getLogger("rapport")


class BadRequest(RapportError):
    """The browser sent something that cannot be read. Go back and try again."""

    status = 400


class NoPage(Missing):
    """There is no such page, or you cannot see it."""


class FormExpired(NotAllowed):
    """This form was open for too long, or your browser keeps no cookies. Load the page anew and try again."""


class TooLarge(Invalid):
    """What you sent is too large. Send it in smaller parts."""

    status = 413


class Defect(RapportError):
    """Something broke on our side and was written to the log. Nothing was saved by half. Reference: %(reference)s"""


class NoDatabase(RapportError):
    """The database does not answer. Nothing was saved by half. Try again in a minute; “rapport doctor” says what is wrong. Reference: %(reference)s"""

    status = 503


class NoRoom(RapportError):
    """The disk on our side is full. Nothing was saved by half. Whoever runs Rapport must make room; “rapport doctor” shows where. Reference: %(reference)s"""

    status = 507


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    too_large = type(exception).__name__ in {"RequestDataTooBig", "TooManyFieldsSent"}
    return error_page(request, TooLarge() if too_large else BadRequest())


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses."""
    return error_page(request, NotAllowed())


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request for a page or record that is not there."""
    return error_page(request, NoPage())


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token against forgery."""
    log.info("csrf: %s", reason)
    return error_page(request, FormExpired())


def defect(request: HttpRequest) -> HttpResponse:
    """Answer when we failed: by a page, and when that fails too by one that needs nothing."""
    error = failure(request)
    try:
        return error_page(request, error)
    except Exception:
        log.exception("no page for defect %s", error.values["reference"])
    html = LAST_PAGE.replace(b"00000000", str(error.values["reference"]).encode())
    return HttpResponse(html, status=error.status)


def failure(request: HttpRequest, error: BaseException | None = None) -> RapportError:
    """Return what an exception, else the one being handled, is to the user; the reference finds it in the log."""
    reference = secrets.token_hex(4)
    log.error("defect %s at %s", reference, request.path)
    return _kind(error or sys.exc_info()[1])(reference=reference)


def _kind(error: BaseException | None) -> type[RapportError]:
    """Return whose fault it is: that of the disk, of the database that went away, or our own."""
    state = getattr(getattr(error, "__cause__", None), "sqlstate", None) or GONE[0]
    if getattr(error, "errno", None) in FULL or state == FULL_DATABASE:
        return NoRoom
    is_lost = isinstance(error, (OperationalError, InterfaceError)) and state.startswith(GONE)
    return NoDatabase if is_lost else Defect
