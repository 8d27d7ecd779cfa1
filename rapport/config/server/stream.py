"""The event stream: Server-Sent Events for whoever is signed in."""

from __future__ import annotations

import asyncio
import contextlib
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest

from rapport.config.server.hub import REFETCH, Client, Hub
from rapport.config.server.types import Receive, Scope, Send

BEAT = 20.0  # seconds between signs of life: proxies close what is silent for 30 to 60
SIGN_OF_LIFE = b":\n\n"
CHECK = 15  # beats between two looks whether the session still stands: five minutes
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
    (b"x-content-type-options", b"nosniff"),
]


async def stream(scope: Scope, receive: Receive, send: Send, hub: Hub) -> None:
    """Send every event to a signed-in client until either side ends it."""
    key = _session_key(scope)
    if scope["method"] != "GET":
        await answer(send, 405, b"GET only.", (b"allow", b"GET"))
    elif not await asyncio.to_thread(is_signed_in, key):
        await answer(send, 401, b"Sign in first.")
    elif hub.is_full:
        await answer(send, 503, b"Too many open pages.", (b"retry-after", b"30"))
    else:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        async with hub.client() as client:
            await _serve(scope, receive, send, client, key)


def is_signed_in(session_key: str) -> bool:
    """Return whether the session belongs to an active user, by Django's own rules; leaves no connection behind."""
    if not session_key:
        return False
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    try:
        user = get_user(request)
        return user.is_authenticated and user.is_active
    finally:
        connection.close()  # back to the pool: a stream may stay open for days


async def _serve(scope: Scope, receive: Receive, send: Send, client: Client, key: str) -> None:
    known = any(name == b"last-event-id" for name, _ in scope["headers"])
    await _write(send, b"retry: 2000\n\n" + (REFETCH if known else b""))
    gone: asyncio.Task[Any] = asyncio.create_task(_wait_for_end(receive))
    waiting: asyncio.Task[Any] = asyncio.create_task(client.next())
    beats = 0
    try:
        while True:
            await asyncio.wait({waiting, gone}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return
            if waiting.done():
                frame = waiting.result()
                waiting = asyncio.create_task(client.next())
            else:
                beats += 1
                still = beats % CHECK or await asyncio.to_thread(is_signed_in, key)
                frame = SIGN_OF_LIFE if still else None
            if frame is None:
                break
            await _write(send, frame)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()
        waiting.cancel()


async def _wait_for_end(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def answer(send: Send, status: int, sentence: bytes, *headers: tuple[bytes, bytes]) -> None:
    """Send a short plain answer."""
    plain: list[tuple[bytes, bytes]] = [(b"content-type", b"text/plain; charset=utf-8"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": sentence, "more_body": False})


def _session_key(scope: Scope) -> str:
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with contextlib.suppress(CookieError):
                jar.load(value.decode("latin-1"))
    morsel: Any = jar.get(settings.SESSION_COOKIE_NAME)
    return str(morsel.value) if morsel else ""
