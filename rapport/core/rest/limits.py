"""The limit on requests a minute, counted in the database, so that all processes agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from rapport.core.errors import TooMany

COUNT = """
INSERT INTO core_apiusage AS u (caller, minute, count) VALUES (%s, %s, 1)
ON CONFLICT (caller) DO UPDATE SET minute = excluded.minute,
  count = CASE WHEN u.minute = excluded.minute THEN u.count + 1 ELSE 1 END
RETURNING count"""
BAD_SIGN_INS = (
    60  # a minute from one address; nobody guesses a token of 256 bits, but nobody need try
)


class TooManyRequests(TooMany):
    """More than %(limit)s requests in one minute. Wait %(seconds)s seconds."""


@dataclass(frozen=True)
class Usage:
    """What a caller may still ask in this minute."""

    limit: int
    remaining: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """Return the headers that tell it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds),
        }


def count_request(caller: str, *, at: datetime, limit: int | None = None) -> Usage:
    """Count one request. Errors: TooManyRequests."""
    limit = limit or settings.API_REQUESTS_A_MINUTE
    minute, second = divmod(int(at.timestamp()), 60)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [caller, minute])
        (count,) = cursor.fetchone()
    seconds = 60 - second
    if count > limit:
        raise TooManyRequests(limit=limit, seconds=seconds)
    return Usage(limit, limit - count, seconds)
