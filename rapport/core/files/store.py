"""The store of contents: each is kept once, under its hash, written before the row that names it."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.files.base import File as StoredFile
from django.core.files.storage import default_storage
from django.db import connection

from rapport.core.errors import RapportError
from rapport.core.files.content import PEEK

SPOOLED = 2_000_000
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StoreFull(RapportError):
    """There is no room left on the server for this file. Nothing was saved. Tell whoever looks after the server."""

    status = 507


@dataclass(frozen=True)
class Draft:
    """A content on its way into the store: hash, size, first bytes."""

    body: IO[bytes]
    sha256: str
    size: int
    head: bytes


def draft(chunks: Iterable[bytes], limit: int) -> Draft | None:
    """Read a stream to its end; None once it grows over the limit, so that no more is read than allowed."""
    body: Any = SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - the draft outlives this function
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            body.close()
            return None
        if len(head) < PEEK:
            head = (head + chunk)[:PEEK]
        digest.update(chunk)
        _spool(body, chunk)
    body.seek(0)
    return Draft(body, digest.hexdigest(), size, head)


def _spool(body: Any, chunk: bytes) -> None:
    try:
        body.write(chunk)
    except OSError as error:
        body.close()
        if error.errno in NO_ROOM:
            raise StoreFull from error
        raise


def lock(sha256: str) -> None:
    """Let nobody else add or remove this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [sha256])


def write(path: str, content: Draft) -> None:
    """Put a content in its place; one that lies there already, at full length, is kept."""
    if default_storage.exists(path):
        if default_storage.size(path) == content.size:
            return
        default_storage.delete(path)  # half written when a process was killed
    try:
        default_storage.save(path, StoredFile(content.body))
    except OSError as error:
        default_storage.delete(path)
        if error.errno in NO_ROOM:
            raise StoreFull from error
        raise


def contents() -> Iterator[str]:
    """Yield the hash of every content in the store."""
    for first in _folders(""):
        for second in _folders(first):
            yield from default_storage.listdir(f"{first}/{second}")[1]


def _folders(path: str) -> list[str]:
    return [name for name in default_storage.listdir(path)[0] if len(name) == 2]


def remove(sha256: str) -> None:
    """Take a content out of the store."""
    default_storage.delete(f"{sha256[:2]}/{sha256[2:4]}/{sha256}")
