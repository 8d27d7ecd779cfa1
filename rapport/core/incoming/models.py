"""Incoming hooks: addresses at which other programs tell us of people and companies, and what they told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.imports.models import Match, Outcome
from rapport.core.records import KindKey, Record


class IncomingHook(Record):
    """A secret address whose JSON becomes records, with the rights of who set it up.

    `columns` are the paths found in the JSON received; `mapping` says which field is filled from which of them, as in
    an import, and is a guess until somebody confirmed it; `owner` gets the new records. `sample` is kept until then.
    """

    never_logged: ClassVar[tuple[str, ...]] = ("digest", "sample")

    name = models.CharField(_("name"), max_length=100)
    runs_as = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("with the rights of")
    )
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=30)
    columns = models.JSONField(_("paths"), default=list)
    mapping = models.JSONField(_("mapping"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    sample = models.JSONField(null=True)
    match = models.CharField(
        _("existing records"), max_length=10, choices=Match, default=Match.UPDATE
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    mapped_at = models.DateTimeField(_("mapped"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    access: ClassVar[Access] = Access(view="core.manage_webhooks", owner="runs_as_id")
    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def writes_as(self) -> User:
        """Return the user with whose rights it writes."""
        return self.runs_as

    @property
    def is_stopped(self) -> bool:
        """Tell whether it takes nothing at present."""
        return self.stopped_at is not None


class MessageState(models.TextChoices):
    """How far a message has come."""

    KEPT = "kept", _("Kept until it is mapped")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Taken in")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Taken back")


class IncomingMessage(models.Model):
    """A message as it was received, and what became of it. `key` is the sender's number: the same comes in once."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    hook = models.ForeignKey(IncomingHook, models.CASCADE, related_name="messages", db_index=False)
    key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - null is “the sender gave none”
    body = models.JSONField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    target_id = KindKey("hook__kind", "lists", null=True)
    group = models.UUIDField(null=True, db_column="group_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "key"], name="incoming_once")]
        indexes = [
            models.Index(fields=["hook", "-id"], name="incoming_log"),
            models.Index(
                fields=["hook"], name="incoming_waiting", condition=Q(state=MessageState.WAITING)
            ),
            models.Index(fields=["received_at"], name="incoming_age"),
        ]

    def __str__(self) -> str:
        return f"{self.hook_id} {self.pk}"

    @property
    def can_be_undone(self) -> bool:
        """Tell whether it wrote something that may be taken back."""
        wrote = self.outcome in {Outcome.CREATED, Outcome.UPDATED}
        return self.state == MessageState.DONE and wrote and self.group is not None
