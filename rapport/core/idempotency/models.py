"""What was answered to a request that may be sent twice."""

from __future__ import annotations

from django.db import models

from rapport.core.access.models import User


class IdempotencyKey(models.Model):
    """The answer to one keyed request, kept for a day and given again instead of doing the work twice."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
