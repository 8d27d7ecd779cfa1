"""What a colleague is told in person."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from rapport.core.access.models import User
from rapport.core.records import LooseKey, Record


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications are seen by their receiver alone."""

    def visible_to(self, user: User) -> Self:
        """Keep the user's own."""
        return self.filter(user=user)


class Notification(Record):
    """One message to one colleague. Its words come from `config/notifications.py`, so that she reads her language.

    `once` names the occasion: a job that runs twice tells her once.
    """

    log_changes: ClassVar[bool] = False

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=50)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    party_id = LooseKey("customers.Party", null=True, blank=True)
    once = models.CharField(max_length=150, null=True, blank=True)  # noqa: DJ001 - null is “any number of times”
    read_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "once"], name="notified_once"),
            models.CheckConstraint(
                condition=Q(archived_at=None) | Q(read_at__isnull=False),
                name="notification_archived_is_read",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_of"),
            models.Index(
                fields=["user"], name="notification_unread", condition=Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"
