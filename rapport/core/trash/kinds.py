"""What the trash must know of a kind of record; the list itself stands in `config/trash.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

DAYS_KEPT = 30


@dataclass(frozen=True)
class Trashable:
    """A kind of record that can lie in the trash: how it is named, and the action that brings one back.

    `only` leaves out rows that are put aside for another reason than being deleted.
    """

    label: str | Promise
    model: type[models.Model]
    name: str
    icon: str
    restore: Callable[..., Any]
    right: str
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> Any:
        """Return the rows that may lie in the trash."""
        manager: Any = self.model._default_manager
        return manager.filter(**self.only)
