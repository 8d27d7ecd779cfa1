"""Taking back a part of a group: what it did to some of the records only, and to all that hangs on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Only:
    """Some records of a model; rows of other tables belong to them by their foreign key."""

    model: type[models.Model]
    ids: Collection[int]

    def condition(self, table: type[models.Model]) -> tuple[str, dict[str, Any]]:
        """Return the SQL that is true of the changes (as `c`) of these records, and its values."""
        values = {"only": list(self.ids)}
        if self.is_own(table):
            return "c.row_id = ANY(%(only)s)", values
        column = self.column(table)
        if not column:
            return "false", {}
        name, key = table._meta.db_table, table._meta.pk.column
        return (
            f'(c.row_id IN (SELECT "{key}" FROM {name} WHERE "{column}" = ANY(%(only)s))'
            f" OR (c.before->>'{column}')::bigint = ANY(%(only)s))"
        ), values

    def is_own(self, table: type[models.Model]) -> bool:
        """Tell whether the table's rows have the records' own keys."""
        key: Any = table._meta.pk
        return table is self.model or (key.is_relation and self.is_own(key.related_model))

    def column(self, table: type[models.Model]) -> str:
        """Return the column that leads from a table to the records; nothing when there is none."""
        for field in table._meta.concrete_fields:
            related: Any = field.related_model
            if field.is_relation and isinstance(related, type) and self.is_own(related):
                return str(field.column)
        return ""

    def kept(self, refused: dict[str, list[int]]) -> set[int]:
        """Return the records of which what was done could not go back, by the rows (table → keys) that were refused.

        Where rows were added to records, those rows decide: what stands on the record itself follows from them.
        """
        tables = {m._meta.db_table: m for m in apps.get_models() if m._meta.db_table in refused}
        hanging = {name: m for name, m in tables.items() if not self.is_own(m) and self.column(m)}
        found: set[int] = set()
        for name, table in (hanging or tables).items():
            if self.is_own(table):
                found.update(refused[name])
            elif name in hanging:
                rows = table._base_manager.filter(pk__in=refused[name])
                found.update(rows.values_list(self._attribute(table), flat=True))
        return found & set(self.ids)

    def _attribute(self, table: type[models.Model]) -> str:
        column = self.column(table)
        return next(f.attname for f in table._meta.concrete_fields if f.column == column)
