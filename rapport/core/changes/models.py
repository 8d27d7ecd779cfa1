"""What was written: one row per changed row, whatever door the write came through."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now

from rapport.core.records import LooseKey


class XidField(models.BigIntegerField):  # type: ignore[type-arg]
    """A transaction's 64-bit id (PostgreSQL xid8), for readers that must miss nothing."""

    def db_type(self, connection: Any) -> str:
        """Return the column type."""
        return "xid8"


class CurrentXid(models.Func):
    """The id of the running transaction."""

    template = "pg_current_xact_id()"
    output_field = XidField()


class Operation(models.TextChoices):
    """How a row was changed."""

    INSERTED = "i"
    UPDATED = "u"
    DELETED = "d"


class Change(models.Model):
    """A row was inserted (key only), updated (fields before) or deleted (the row)."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    table = models.TextField(db_column="table_name")
    row_id = models.BigIntegerField()
    operation = models.CharField(max_length=1, choices=Operation.choices)
    before = models.JSONField(null=True)
    by_id = LooseKey("core.User", null=True)
    cause = models.TextField(default="")
    group = models.UUIDField(null=True, db_column="group_id")
    xid = XidField(db_default=CurrentXid())

    class Meta:
        managed = False  # partitioned by month: its table stands as SQL in the migration
        db_table = "core_change"

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} {self.operation}"
