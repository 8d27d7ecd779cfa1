"""Webhooks: which program is told what happened, and what came of each telling."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.company.models import SealedField
from rapport.core.records import Record


class StopReason(models.TextChoices):
    """Why a webhook is told nothing at present."""

    PAUSED = "paused", _("Paused")
    FAILING = "failing", _("Stopped: it had not answered for days")
    GONE = "gone", _("Stopped: the address said that it is gone")


class Webhook(Record):
    """An address that is told of chosen events, as far as its owner may see what they are about."""

    never_logged: ClassVar[tuple[str, ...]] = ("secret", "old_secret")

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=50), verbose_name=_("events"))
    secret = SealedField(_("secret"))
    old_secret = SealedField(_("old secret"), blank=True, default="")
    old_secret_until = models.DateTimeField(_("old secret good until"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stop_reason = models.CharField(
        _("reason of the stop"), max_length=10, choices=StopReason.choices, blank=True
    )

    access: ClassVar[Access] = Access(view="core.manage_webhooks", owner="owner_id")
    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(address=""), name="webhook_has_an_address"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stop_reason="")
                | Q(stopped_at__isnull=False, stop_reason__in=StopReason.values),
                name="webhook_stop_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stopped(self) -> bool:
        """Tell whether it is told nothing at present."""
        return self.stopped_at is not None


class WebhookHealth(models.Model):
    """How an address has answered of late: since when it fails, until when it is left in peace, who delivers to it."""

    log_changes = False

    webhook = models.OneToOneField(Webhook, models.CASCADE, primary_key=True, related_name="health")
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.failures}"


class DeliveryState(models.TextChoices):
    """How far one telling has come."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", pgettext_lazy("of a message", "Delivered")
    FAILED = "failed", _("Failed")
    WITHHELD = "withheld", _("Withheld: its owner may not see this")


class WebhookDelivery(models.Model):
    """One event for one webhook. `message` is the same at every attempt, so that a receiver knows what it has had."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    event_id = models.BigIntegerField(null=True)  # no key: events are dropped by the month
    event = models.CharField(max_length=50)
    message = models.CharField(max_length=40, unique=True)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    payload = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_told_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING) ^ Q(due_at=None),
                name="webhook_waiting_is_due",
            ),
        ]
        indexes = [
            models.Index(
                "webhook", "due_at", name="webhook_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=["webhook", "-id"], name="webhook_log"),
            models.Index("created_at", name="webhook_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"


class Failure(models.TextChoices):
    """Why a message did not arrive."""

    STATUS = "status", _("Answered with another status than 2xx")
    REDIRECT = "redirect", _("Sent on to another address, which is not followed")
    TIMEOUT = "timeout", _("No answer within 10 seconds")
    UNREACHABLE = "unreachable", _("The connection was refused or broke off")
    UNKNOWN_HOST = "unknown_host", _("There is no server of this name")
    CERTIFICATE = "certificate", _("Its certificate is not trusted")
    PRIVATE = "private", _("The address lies inside a private network, which is not allowed")
    PLAIN = "plain", _("Not encrypted: outside your own network only https is used")


class WebhookAttempt(models.Model):
    """One request of a delivery, and what was answered."""

    log_changes = False

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=15, choices=Failure.choices, blank=True)
    answer = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status}"
