"""One ASGI application: it serves the event stream itself and hands everything else to Django over WSGI.

Measured: all of Django over ASGI costs 3 ms more a request than over WSGI, this way costs 0.4.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from typing import Any
from urllib.parse import quote

from a2wsgi import WSGIMiddleware

from rapport.config.server.hub import Hub
from rapport.config.server.proxy import Network, behind_proxy
from rapport.config.server.stream import answer, stream
from rapport.config.server.types import Message, Receive, Scope, Send

THREADS = 4
END_STREAMS = (
    signal.SIGUSR1
)  # from our own parent before it stops us: open streams would hold the stop up
STREAM = "/events"
HEALTH = "/healthz"


class Application:
    """What each web process runs."""

    def __init__(self, pages: Any, parameters: dict[str, Any], trusted: list[Network]) -> None:
        self._pages = WSGIMiddleware(pages, workers=THREADS)
        self._trusted = trusted
        self.hub = Hub(parameters)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one start and stop of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(behind_proxy(scope, self._trusted), receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The server's receive and send return futures; a2wsgi insists on coroutines.
        async def take() -> Message:
            return await receive()

        async def give(message: Message) -> None:
            await send(message)

        if scope["path"] == STREAM:
            await stream(scope, take, give, self.hub)
            return
        if scope["path"] == HEALTH:
            status, word = (200, b"ok") if self.hub.is_listening else (503, b"no database")
            await answer(give, status, word)
            return
        scope["query_string"] = quote(scope["query_string"], safe=SAFE).encode("ascii")
        await self._pages(scope, take, give)  # type: ignore[arg-type]

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.hub.start()
        asyncio.get_running_loop().add_signal_handler(END_STREAMS, self.hub.end_streams)
        threading.Thread(target=_end_with_parent, daemon=True, name="parent").start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})


def _end_with_parent() -> None:
    """End this process when the one that started it was killed: it would go on holding the port."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


SAFE = "".join(
    map(chr, range(33, 127))
)  # what may stand in an address stays; raw bytes beyond are escaped
