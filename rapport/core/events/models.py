"""The outbox: one table of all that happened, which feeds reactions, webhooks and timelines."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from rapport.core.changes.models import CurrentXid, XidField
from rapport.core.records import LooseKey


class EventRow(models.Model):
    """One event as stored; `at` is when it was recorded, `happened_at` when it happened."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    happened_at = models.DateTimeField()
    name = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    party_id = LooseKey("customers.Party", null=True)
    by_id = LooseKey("core.User", null=True)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    group = models.UUIDField(null=True, db_column="group_id")
    xid = XidField(db_default=CurrentXid())

    class Meta:
        managed = False  # partitioned by month: its table stands as SQL in the migration
        db_table = "core_event"

    def __str__(self) -> str:
        return f"{self.name} {self.subject_id}"
