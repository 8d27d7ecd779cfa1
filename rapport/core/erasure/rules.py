"""What a law makes us keep of somebody who is erased, and where else to look; `config/erasure.py` lists it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

Matches = Callable[[str], bool]


@dataclass(frozen=True)
class Kept:
    """Rows that stay, and why; `blank` gives the columns that are emptied, `only` the rows of the model that it is about."""

    model: type[models.Model]
    why: str | Promise
    blank: Mapping[str, Any] = field(default_factory=dict)
    only: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Rules:
    """What stays, and the topics that keep files: each removes those in which a text matches, and returns how many.

    They get the pattern for the database, and the same as a function for what lies in files.
    """

    kept: Sequence[Kept]
    files: Sequence[Callable[[str, Matches], int]] = ()
