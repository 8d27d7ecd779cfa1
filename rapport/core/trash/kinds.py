"""What the trash must know of a kind of record; the list itself stands in `config/trash.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

DAYS_KEPT = 30


@dataclass(frozen=True)
class Trashable:
    """A kind of record that can lie in the trash: how it is named, and the action that brings one back."""

    label: str | Promise
    model: type[models.Model]
    name: str
    icon: str
    restore: Callable[..., Any]
    right: str
