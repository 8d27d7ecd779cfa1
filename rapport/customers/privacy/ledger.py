"""Who was erased and which addresses are blocked, one line each, in a file beside the backups: an older backup knows neither."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings


def append(line: dict[str, Any]) -> None:
    """Add a line, once, and make sure that it has reached the disk."""
    if line in read():
        return
    place = Path(settings.ERASURES)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(place, "a", encoding="utf-8", opener=_private) as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read() -> list[dict[str, Any]]:
    """Return all whole lines; one that a crash cut off comes again when its job is repeated."""
    return list(_lines())


def _lines() -> Iterator[dict[str, Any]]:
    place = Path(settings.ERASURES)
    if not place.exists():
        return
    for text in place.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(text)
        except ValueError:
            continue


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
