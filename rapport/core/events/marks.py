"""How an open page knows that an event is about its record, without anybody learning of the others'."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

LENGTH = 12


def mark(kind: str, number: int) -> str:
    """Return what stands for a record today: only who has it on a page knows whose it is, and tomorrow it is another."""
    day = timezone.now().strftime("%y%m%d")
    told = hmac.digest(
        settings.SECRET_KEY.encode(), f"{day} {kind} {number}".encode(), hashlib.sha256
    )
    return f"{day}.{told.hex()[:LENGTH]}"


def about(names: str, *numbers: int, kind: str = "party") -> str:
    """Narrow the events named between commas to those about these records, as `data-refresh-on` takes them."""
    marks = "|".join(mark(kind, number) for number in numbers)
    return f"{'|'.join(name.strip() for name in names.split(','))} {kind}:{marks}"
