"""Handing what the database rings out to the streams of this process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg

from rapport.core.events.marks import mark

CHANNEL = "rapport_events"
QUEUE = 100  # events a slow client may be behind before it is told to fetch everything again
CLIENTS = 1000  # streams of one process: 16 to 33 KB each
START_SECONDS = 5.0
LONGEST_PAUSE = 15.0  # seconds between two attempts to reach the database again
KINDS = ("party", "subject", "by")
REFETCH = b"event: refetch\ndata: {}\n\n"

logger = logging.getLogger(__name__)


class Client:
    """One open stream: what it has not been sent yet, bounded."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE + 2)
        self.is_behind = False

    def offer(self, frame: bytes) -> None:
        """Queue a frame; a client too far behind loses its queue and fetches its page again instead."""
        if self.waiting.qsize() < QUEUE:
            self.waiting.put_nowait(frame)
        elif not self.is_behind:
            self._empty()
            self.is_behind = True
            self.waiting.put_nowait(REFETCH)

    def end(self) -> None:
        """Close the stream."""
        self._empty()
        self.waiting.put_nowait(None)

    async def next(self) -> bytes | None:
        """Return all that waits in one piece; None at the end."""
        first = await self.waiting.get()
        if first is None:
            return None
        pieces = [first]
        while not self.waiting.empty():
            piece = self.waiting.get_nowait()
            if piece is None:
                self.end()
                break
            pieces.append(piece)
        self.is_behind = False
        return b"".join(pieces)

    def _empty(self) -> None:
        while not self.waiting.empty():
            self.waiting.get_nowait()


class Hub:
    """All streams of this process, and its one connection that listens."""

    def __init__(self, parameters: dict[str, Any], *, limit: int = CLIENTS) -> None:
        self.clients: set[Client] = set()
        self._parameters = parameters
        self._limit = limit
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    @property
    def is_listening(self) -> bool:
        """Return whether the database's bell is heard."""
        return self._listening.is_set()

    @property
    def is_full(self) -> bool:
        """Return whether no further stream is taken."""
        return len(self.clients) >= self._limit

    async def start(self) -> None:
        """Begin to listen; with the database away the start goes on without it."""
        self._listener = asyncio.get_running_loop().create_task(self._listen_for_ever())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), START_SECONDS)

    async def stop(self) -> None:
        """End all streams and the listening connection."""
        self.end_streams()
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)

    def end_streams(self) -> None:
        """End all streams; their browsers come back by themselves."""
        for client in self.clients:
            client.end()

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """Take part until the stream ends."""
        client = Client()
        self.clients.add(client)
        try:
            yield client
        finally:
            self.clients.discard(client)

    def spread(self, frame: bytes) -> None:
        """Offer a frame to every stream."""
        for client in self.clients:
            client.offer(frame)

    async def _listen_for_ever(self) -> None:
        pause = 0.2
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **self._parameters, autocommit=True, connect_timeout=10
                ) as connection:
                    await connection.execute(f"listen {CHANNEL}")
                    pause = 0.2
                    self._listening.set()
                    self.spread(REFETCH)  # whatever happened while nobody listened
                    async for note in connection.notifies():
                        self.spread(frame_of(note.payload))
            except psycopg.Error as error:
                self._listening.clear()
                logger.warning("The event stream lost the database, trying again: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def frame_of(payload: str) -> bytes:
    """Return an event as it travels: number, name, and the marks of what it is about.

    A page knows its own record's mark and asks for what is new under its own rights; nobody reads ids from it.
    """
    try:
        note = json.loads(payload)
        data = {"id": int(note["id"]), "name": str(note["name"])}
        data |= {kind: mark(kind, int(note[kind])) for kind in KINDS if note.get(kind)}
    except (ValueError, TypeError, KeyError):
        return REFETCH
    return f"id: {data['id']}\ndata: {json.dumps(data)}\n\n".encode()
