"""What happens around every request to the API: size, sign-in, limit, language, repetition, and errors as problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from rapport.core.access.models import narrow
from rapport.core.errors import NotSignedIn, RapportError
from rapport.core.idempotency.actions import Answer, answer_once, digest_of
from rapport.core.rest.limits import BAD_SIGN_INS, Usage, count_request
from rapport.core.rest.problems import BadBody, NoSuchAddress, TooLarge, instead_of_a_page, problem
from rapport.core.tokens.actions import note_use
from rapport.core.tokens.queries import TokenUnknown, valid_token

PREFIX = "/api/"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class ApiMiddleware:
    """Stands around the addresses below /api/ and lets all others pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        usage: Usage | None = None
        with ExitStack() as stack:
            try:
                _check_shape(request)
                _sign_in(request, stack)
                usage = _count(request)
                response = instead_of_a_page(self._answer(request))
            except RapportError as error:
                response = problem(error)
            if usage is not None:
                for name, value in usage.headers().items():
                    response[name] = value
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        body = _body(request)
        digest = digest_of(request.get_full_path().encode(), body)
        made: list[HttpResponse] = []

        def work() -> Answer:
            response = self.get_response(request)
            made.append(response)
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            if response.streaming:
                return Answer(response.status_code, headers, b"", is_file=True)
            return Answer(response.status_code, headers, response.content)

        at = timezone.now()
        answer, is_repeated = answer_once(key, digest, work, user=request.user, at=at)
        if not is_repeated:
            return made[0]
        headers = answer.headers | {"Idempotency-Replayed": "true"}
        return HttpResponse(answer.body, status=answer.status, headers=headers)


def _body(request: HttpRequest) -> bytes:
    """Return what tells one request from another: the body, or of an upload the hash of its files."""
    if request.content_type == "multipart/form-data":
        found = hashlib.sha256()
        for name in sorted(request.FILES):
            file = cast("UploadedFile[Any]", request.FILES[name])
            found.update(f"{name}\0{file.name}\0{file.size}\0".encode())
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
        return found.digest()
    try:
        return request.body
    except RequestDataTooBig as error:
        raise TooLarge from error


def _check_shape(request: HttpRequest) -> None:
    if "\0" in request.path_info:
        raise NoSuchAddress
    query = request.META.get("QUERY_STRING", "")
    if "%00" in query or "\0" in query:
        raise BadBody
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_upload = request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    limit = settings.API_UPLOAD_BYTES if is_upload else settings.API_BODY_BYTES
    if length.isdigit() and int(length) > limit:
        raise TooLarge


def _sign_in(request: HttpRequest, stack: ExitStack) -> None:
    """Let a token speak for its user; without one, the session of the browser stands."""
    words = request.headers.get("Authorization", "").split()
    if not words:
        return
    at = timezone.now()
    try:
        if len(words) != 2 or words[0].lower() != "bearer":
            raise TokenUnknown
        token = valid_token(words[1], at=at)
    except NotSignedIn:
        count_request(f"a{request.META.get('REMOTE_ADDR', '')}", at=at, limit=BAD_SIGN_INS)
        raise
    note_use(token, at=at)
    if token.scopes is not None:
        narrow(token.user, token.scopes)
    request.user = token.user
    request.api_token = token  # type: ignore[attr-defined]
    if "Accept-Language" not in request.headers:
        stack.enter_context(translation.override(token.user.language))
    stack.enter_context(timezone.override(ZoneInfo(token.user.timezone)))


def _count(request: HttpRequest, at: datetime | None = None) -> Usage | None:
    token = getattr(request, "api_token", None)
    if token is not None:
        return count_request(f"t{token.pk}", at=at or timezone.now())
    if request.user.is_authenticated:
        return count_request(f"u{request.user.pk}", at=at or timezone.now())
    return None
