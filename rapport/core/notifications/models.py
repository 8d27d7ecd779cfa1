"""What a colleague is told in person, how she wants to be told, and the mails that carry it."""

from __future__ import annotations

from datetime import time
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.outgoing.models import Outgoing
from rapport.core.records import LooseKey, Record


class Channel(models.TextChoices):
    """How one is told of a category; what goes by mail stands in the page as well."""

    OFF = "off", _("Not at all")
    PAGE = "page", _("Page only")
    MAIL = "mail", _("Page and mail")
    DIGEST = "digest", _("Page and digest")


class DigestEvery(models.TextChoices):
    """How often a digest goes out."""

    DAY = "day", _("Every day")
    WEEK = "week", _("Once a week")


class NotificationSettings(Record):
    """How a colleague wants to be told: by category, when mail stays silent, when the digest comes.

    The row without a colleague is the company's: it counts for all who have chosen nothing themselves. Of `channels`
    a colleague holds only the categories that she wants otherwise. Times and days are those of her own clock.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    channels = models.JSONField(_("by category"), default=dict)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("quiet days"), default=list
    )
    digest_every = models.CharField(
        _("digest"), max_length=5, choices=DigestEvery.choices, default=DigestEvery.DAY
    )
    digest_on = models.PositiveSmallIntegerField(_("day of the digest"), default=0)
    digest_at = models.TimeField(_("time of the digest"), default=time(8))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="notification_settings_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (
                    Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & ~Q(quiet_from=F("quiet_until"))
                ),
                name="notification_quiet_begins_and_ends",
            ),
            models.CheckConstraint(
                condition=Q(digest_on__lt=7), name="notification_digest_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or 'company'}"


class LetterState(models.TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", pgettext_lazy("of a mail", "Sent")
    NEEDLESS = "needless", _("Not needed: all was read before")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Perhaps sent: the connection broke while the server took it")


class Letter(Outgoing):
    """One mail that carries notifications."""

    log_changes: ClassVar[bool] = False

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="letters")
    is_digest = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LetterState.WAITING) ^ Q(due_at=None),
                name="letter_waiting_is_due",
            )
        ]
        indexes = [
            models.Index("due_at", name="letter_due", condition=Q(due_at__isnull=False)),
            models.Index("created_at", name="letter_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key}"


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
    mail_due_at = models.DateTimeField(null=True, blank=True)
    in_digest = models.BooleanField(default=False)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, blank=True, related_name="told")

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
            models.Index(
                "mail_due_at", name="notification_mail", condition=Q(mail_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"
