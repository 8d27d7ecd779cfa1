"""What a colleague would hand over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.assembly import listed


@dataclass(frozen=True)
class Owns:
    """How many records of one kind she owns."""

    label: str | Promise
    count: int


def owned(user: User) -> Iterator[tuple[Any, models.QuerySet[models.Model]]]:
    """Return each kind of record with those that belong to her, whoever may see them."""
    for kind in listed("handover"):
        model = apps.get_model(kind.model)
        rows = model._default_manager.filter(**{kind.owner: user.pk}, **kind.only)
        yield kind, rows


def owned_counts(user: User) -> list[Owns]:
    """Return how many records of each kind she would hand over."""
    return [Owns(kind.label, rows.count()) for kind, rows in owned(user)]
