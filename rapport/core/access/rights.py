"""Rights and how far they reach. A right is `room.verb_noun`; a scope says over whose records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Scope(StrEnum):
    """Whose records a right reaches, from narrow to wide."""

    OWN = "own"
    TEAM = "team"
    BELOW = "below"
    ALL = "all"


WIDTH = {scope: width for width, scope in enumerate(Scope)}


@dataclass(frozen=True)
class Right:
    """One right as a room declares it, with its label for the roles page."""

    name: str
    label: str | Promise


@dataclass(frozen=True)
class Preset:
    """A role that is shipped: which rights it has and over whose records."""

    key: str
    label: str | Promise
    rights: dict[str, Scope]
