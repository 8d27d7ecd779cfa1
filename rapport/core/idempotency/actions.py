"""A request with an Idempotency-Key is carried out once; the key and what it wrote are saved in one transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from rapport.core.access.models import User
from rapport.core.errors import Conflict, Invalid
from rapport.core.idempotency.models import IdempotencyKey

KEPT = timedelta(hours=24)
KEY = re.compile(r"[\x21-\x7e]{1,255}")


class BadIdempotencyKey(Invalid):
    """An Idempotency-Key has 1 to 255 visible ASCII characters, without spaces."""


class KeyUsedForAnother(Conflict):
    """This Idempotency-Key was used for another request. Take a new key for a new request."""


class StillWorking(Conflict):
    """The first request with this Idempotency-Key is still being worked on. Ask again in a moment."""


@dataclass(frozen=True)
class Answer:
    """An answer as it can be given again; a file is not kept, it is made anew."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_file: bool = False

    @property
    def is_kept(self) -> bool:
        """Only what was carried out is kept; after a refusal the same key may try again."""
        return self.status < 400


def digest_of(*parts: bytes) -> str:
    """Return what tells two requests apart."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@transaction.atomic
def answer_once(
    key: str, digest: str, work: Callable[[], Answer], *, user: User, at: datetime
) -> tuple[Answer, bool]:
    """Carry out the work, or return the first answer and True. A kill in between leaves neither work nor key.

    Errors: BadIdempotencyKey, KeyUsedForAnother, StillWorking.
    """
    if not KEY.fullmatch(key):
        raise BadIdempotencyKey
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [key, user.pk])
        if not cursor.fetchone()[0]:
            raise StillWorking
    keys = IdempotencyKey.objects.filter(user=user, key=key)
    known = keys.first()
    if known is not None and known.at > at - KEPT:
        if known.digest != digest:
            raise KeyUsedForAnother
        return Answer(known.status, known.headers, bytes(known.body)), True
    answer = work()
    if answer.is_file:
        return answer, False
    if not answer.is_kept:
        transaction.set_rollback(True)
        return answer, False
    keys.delete()
    kept = {"status": answer.status, "headers": answer.headers, "body": answer.body}
    IdempotencyKey.objects.create(user=user, key=key, digest=digest, at=at, **kept)
    return answer, False


@transaction.atomic
def forget_old_keys(*, at: datetime) -> int:
    """Delete the keys whose day is over."""
    return IdempotencyKey.objects.filter(at__lte=at - KEPT).delete()[0]
