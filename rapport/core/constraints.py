"""Truths that the database holds, beyond what Django ships."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Deferrable, Q


class OnlyOne(ExclusionConstraint):
    """At most one row per `fields` meets the condition, checked when the transaction ends.

    A unique index is checked row by row, so one statement could not move the mark from one row to another, as undo does.
    """

    def __init__(self, *, name: str, fields: list[str], condition: Q) -> None:
        self.fields = fields
        super().__init__(
            name=name,
            expressions=[(field, "=") for field in fields],
            condition=condition,
            deferrable=Deferrable.DEFERRED,
        )
        self.index_type = "btree"

    def deconstruct(self) -> Any:
        """Tell migrations how it was made."""
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"name": self.name, "fields": self.fields, "condition": self.condition}
