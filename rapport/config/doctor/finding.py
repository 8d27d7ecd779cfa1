"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do."""

    level: Level
    what: str
    found: str
    do: str = ""


def ok(what: str, found: str = "") -> Finding:
    """Return that this is in order."""
    return Finding(Level.OK, what, found)


def warn(what: str, found: str, do: str) -> Finding:
    """Return that this works, but not for long or not well."""
    return Finding(Level.WARN, what, found, do)


def fail(what: str, found: str, do: str) -> Finding:
    """Return that this keeps Rapport from working."""
    return Finding(Level.FAIL, what, found, do)
