"""A database server of the user's own: does it answer, and will it do?"""

from __future__ import annotations

from urllib.parse import urlsplit

import psycopg

from rapport.config.launcher.address import from_url
from rapport.config.launcher.problems import (
    DatabaseTooOld,
    DatabaseUnreachable,
    DatabaseWrongEncoding,
)

OLDEST = 15
SECONDS = 10


def check_external(url: str) -> int:
    """Return the server's major version, or raise what keeps Rapport from using it."""
    from_url(url)
    parts = urlsplit(url)
    place = f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"
    try:
        with psycopg.connect(url, connect_timeout=SECONDS) as connection:
            version = connection.info.server_version // 10000
            encoding = connection.execute("show server_encoding").fetchone()
    except psycopg.Error as error:
        raise DatabaseUnreachable(place=place, reason=reason(error)) from error
    if version < OLDEST:
        raise DatabaseTooOld(place=place, found=version)
    if encoding and encoding[0] != "UTF8":
        raise DatabaseWrongEncoding(place=place, found=encoding[0])
    return version


def reason(error: psycopg.Error) -> str:
    """Return what libpq said without its preamble and its question; the password is never part of it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.endswith("?")] or [type(error).__name__]
    return told[-1].rpartition(" failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
