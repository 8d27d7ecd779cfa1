"""Errors as problem details (RFC 9457): the sentence of the rule, its fields, and a type that a program can test."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rapport.core import sentences as said
from rapport.core.access.actions import StaleVersion
from rapport.core.errors import (
    Invalid,
    Missing,
    Moved,
    NotAllowed,
    NotSignedIn,
    RapportError,
    Unreadable,
)
from rapport.core.pages.handlers import failure
from rapport.core.pages.moved import MovedAway, now_at, sent_on
from rapport.core.rest.limits import TooManyRequests

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("rapport.api")
NOT_A_TEXT = _("This must be a text.")
NOT_A_BOOLEAN = _("This must be true or false.")
NOT_A_MOMENT = _("Enter a time with its zone, such as 2026-09-17T09:30:00Z.")
SENTENCES = {
    "missing": said.MISSING,
    "extra_forbidden": _("There is no such field."),
    "string_too_short": said.TOO_SHORT,
    "string_too_long": said.TOO_LONG,
    "string_type": NOT_A_TEXT,
    "string_pattern_mismatch": _("This is not written as it must be."),
    "int_parsing": said.NOT_WHOLE,
    "int_type": said.NOT_WHOLE,
    "int_from_float": said.NOT_WHOLE,
    "bool_parsing": NOT_A_BOOLEAN,
    "bool_type": NOT_A_BOOLEAN,
    "date_from_datetime_parsing": said.NOT_A_DATE,
    "date_from_datetime_inexact": said.NOT_A_DATE,
    "date_parsing": said.NOT_A_DATE,
    "date_type": said.NOT_A_DATE,
    "datetime_from_date_parsing": NOT_A_MOMENT,
    "datetime_parsing": NOT_A_MOMENT,
    "datetime_type": NOT_A_MOMENT,
    "timezone_aware": NOT_A_MOMENT,
    "far_off": said.FAR_OFF,
    "greater_than_equal": said.TOO_SMALL,
    "less_than_equal": said.TOO_GREAT,
    "decimal_parsing": said.NOT_A_FIGURE,
    "decimal_type": said.NOT_A_FIGURE,
    "decimal_max_places": said.TOO_MANY_PLACES,
    "enum": said.NOT_OFFERED,
    "literal_error": said.NOT_OFFERED,
}


class BadBody(Unreadable):
    """The body is not JSON that can be read. Send one JSON object in UTF-8, without NUL characters."""


class TooLarge(RapportError):
    """This request is too large. Send it in smaller parts."""

    status = 413


class NoSuchAddress(Missing):
    """There is nothing at this address. The addresses are listed at /api/v1/openapi.json."""


class NotForThisAddress(RapportError):
    """This address does not know this method. The header Allow names those it knows."""

    status = 405


class Defect(RapportError):
    """Something failed on our side and was written to the log. Nothing was saved."""

    status = 500


class Precondition(RapportError):
    """This record was changed since you read it. Read it again and send its new ETag."""

    status = 412


class InvalidRequest(Invalid):
    """Some values cannot be used. See the fields."""


class NotWithThisForm(NotAllowed):
    """This request came without its CSRF token. Send the X-CSRFToken header, or use an access token."""


def problem(error: RapportError) -> HttpResponse:
    """Return the answer for an error of the rules."""
    document: dict[str, Any] = {
        "type": f"urn:rapport:{_kebab(type(error).__name__)}",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.sentence(),
    }
    if isinstance(error, Invalid) and error.fields:
        document["fields"] = {name: str(text) for name, text in error.fields.items()}
    document |= error.more
    response = HttpResponse(
        msgspec.json.encode(document), status=error.status, content_type=MEDIA_TYPE
    )
    if error.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Rapport"'
    if isinstance(error, TooManyRequests):
        response["Retry-After"] = str(error.values["seconds"])
    return response


def handle(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Return the answer for whatever went wrong in an endpoint."""
    assert isinstance(error, Exception)
    known = translated(request, error)
    if known is None:
        log.error("%s %s", request.method, request.path, exc_info=error)
        known = failure(request, error)
    if isinstance(known, Moved):
        address = now_at(request, known)
        return sent_on(problem(known), address) if address else problem(MovedAway())
    return problem(known)


def translated(request: HttpRequest, error: Exception) -> RapportError | None:
    """Return the error in the rules' words, or None for a defect."""
    if isinstance(error, StaleVersion) and request.headers.get("If-Match"):
        return Precondition()
    if isinstance(error, RapportError):
        return error
    if isinstance(error, ValidationError):
        return InvalidRequest(fields=_fields(error))
    if isinstance(error, AuthenticationError):
        return NotSignedIn()
    if isinstance(error, HttpError):
        return NotWithThisForm() if error.status_code == HTTPStatus.FORBIDDEN else BadBody()
    if isinstance(error, Http404):
        return NoSuchAddress()
    if isinstance(error, (RequestDataTooBig, TooManyFilesSent)):
        return TooLarge()
    return None


def install(api: NinjaAPI) -> None:
    """Let every error of this API become a problem."""
    for kind in (RapportError, ValidationError, HttpError, Http404, Exception):
        api.add_exception_handler(kind, handle)


def instead_of_a_page(response: HttpResponse) -> HttpResponse:
    """Return a problem in place of an error page that was made outside the endpoints."""
    if response.status_code < 400 or response.headers.get("Content-Type", "") == MEDIA_TYPE:
        return response
    errors: dict[int, type[RapportError]] = {
        400: Unreadable,
        403: NotAllowed,
        404: NoSuchAddress,
        405: NotForThisAddress,
        413: TooLarge,
        500: Defect,
    }
    told = problem(errors.get(response.status_code, Defect)())
    if "Allow" in response.headers:
        told["Allow"] = response["Allow"]
    return told


def _fields(error: ValidationError) -> dict[str, str]:
    """Return one sentence per field, named as the caller wrote it."""
    found: dict[str, str] = {}
    for one in error.errors:
        where = [str(part) for part in one["loc"]]
        path = where[2:] if where[0] == "body" and len(where) > 2 else where[1:]
        found.setdefault(".".join(path) or where[0], _sentence(one["type"], one.get("ctx") or {}))
    return found


def _sentence(kind: str, facts: dict[str, Any]) -> str:
    if kind == "string_too_short" and facts["min_length"] == 1:
        return str(said.MISSING)
    text = SENTENCES.get(kind) or _("This value cannot be used.")
    limits = ("min_length", "max_length", "ge", "le")
    limit = next((facts[name] for name in limits if name in facts), "")
    return text % {"limit_value": limit, "max": facts.get("decimal_places", "")}


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()
