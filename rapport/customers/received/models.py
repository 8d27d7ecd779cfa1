"""What a colleague shared to Rapport from another app of her phone, until she says whom it is about."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models

from rapport.core.access.models import User
from rapport.core.files.models import File
from rapport.core.records import Record


class ReceivedQuerySet(models.QuerySet["Received"]):
    """Only who shared it sees it."""

    def visible_to(self, user: User) -> Self:
        """Keep the user's own."""
        return self.filter(user=user)


class Received(Record):
    """A text, the details of a business card, files: kept for a week."""

    log_changes: ClassVar[bool] = False

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    card = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField()

    objects = ReceivedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text[:50]


class Held(models.Model):
    """What was shared on a phone whose session had ended: sealed, for half an hour, until somebody signs in there."""

    log_changes: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.TextField()
    held_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class ReceivedFile(models.Model):
    """A file that came with it."""

    log_changes: ClassVar[bool] = False

    received = models.ForeignKey(Received, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_id}"
