"""Automations: what wakes one, which records it is for, what it does with them, and what became of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.outgoing.models import Outgoing
from rapport.core.records import KindKey, Record
from rapport.core.views.models import SavedView


class Kind(models.TextChoices):
    """What wakes an automation."""

    EVENT = "event", _("Something happens")
    FIELD = "field", _("A field changes")
    VIEW = "view", _("A record enters a view")
    TIME = "time", _("Every day, week or month")
    DATE = "date", _("Some days before or after a date")


class StopReason(models.TextChoices):
    """Why an automation was turned off without its owner."""

    NONE = "", _("Turned off")
    LEFT = "left", _("Turned off: its owner left")
    VIEW_GONE = "view_gone", _("Turned off: its view was deleted")
    BROKEN = "broken", _("Turned off: its filters can no longer be read")
    TOO_MANY = "too_many", _("Turned off: more than 10,000 records at once")


class Automation(Record):
    """When something happens to a record of a list, and it matches, then these steps are done with it.

    `when` is read by its kind, `events` are the names of the events that wake it. `query` holds the conditions as the
    list's address does. It acts with the rights of its `owner`; `once` for each record at most.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=100)
    list_name = models.CharField(max_length=50)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    when: Any = models.JSONField(default=dict)
    view = models.ForeignKey(
        SavedView, models.SET_NULL, null=True, blank=True, related_name="automations"
    )
    events: Any = ArrayField(models.CharField(max_length=50), default=list)
    query = models.TextField(default="", blank=True)
    steps: Any = models.JSONField(default=list)
    once = models.BooleanField(default=False)
    per_hour = models.PositiveIntegerField(default=500)
    started_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=10, choices=StopReason.choices, blank=True)

    access: ClassVar[Access] = Access(view="core.manage_automations", owner="owner_id")
    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="automation_has_a_name"),
            models.CheckConstraint(
                condition=Q(started_at=None) | (~Q(kind="") & ~Q(steps=[]) & Q(stop_reason="")),
                name="automation_runs_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Tell whether it acts at present."""
        return self.started_at is not None

    @property
    def is_complete(self) -> bool:
        """Tell whether it is said when and what."""
        return bool(self.kind and self.steps)


class AutomationState(models.Model):
    """Where an automation stands: who is in its view, when it is due, until when it is held, from when its limit counts."""

    log_changes = False

    automation = models.OneToOneField(
        Automation, models.CASCADE, primary_key=True, related_name="state"
    )
    known = ArrayField(models.BigIntegerField(), default=list)
    due_at = models.DateTimeField(null=True)
    looked_on = models.DateField(null=True)
    held_until = models.DateTimeField(null=True)
    counts_from = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("due_at", name="automation_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return str(self.automation_id)


class Outcome(models.TextChoices):
    """What became of a record."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    UNCHANGED = "unchanged", _("Was so already")
    SKIPPED = "skipped", _("Skipped")
    ERROR = "error", _("Error")
    UNDONE = "undone", _("Undone")


class AutomationRun(models.Model):
    """One record of one occasion: once per automation. What it wrote stands under `group` in the change log.

    `chain` is the run from which this one follows, however far back, and `depth` how far that is.
    """

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    automation = models.ForeignKey(Automation, models.CASCADE, related_name="runs", db_index=False)
    row_id = KindKey("automation__list_name", "lists")
    occasion = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.TextField(default="", blank=True)
    steps: Any = models.JSONField(default=list)
    group = models.UUIDField(null=True, db_column="group_id")
    chain = models.BigIntegerField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["automation", "row_id", "occasion"], name="automation_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting") ^ Q(done_at__isnull=False),
                name="automation_run_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["automation", "-id"], name="automation_log"),
            models.Index(
                fields=["automation"], name="automation_waiting", condition=Q(outcome="waiting")
            ),
            models.Index(fields=["automation", "done_at"], name="automation_pace"),
            models.Index(
                fields=["group"], name="automation_group", condition=Q(group__isnull=False)
            ),
            models.Index(
                fields=["chain"], name="automation_chain", condition=Q(chain__isnull=False)
            ),
            models.Index(fields=["asked_at"], name="automation_age"),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id}: {self.row_id}"

    @property
    def can_be_undone(self) -> bool:
        """Tell whether it wrote something that can be taken back."""
        return self.outcome == Outcome.DONE and self.group is not None


class MailState(models.TextChoices):
    """How far a mail to a colleague has come."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", pgettext_lazy("of a mail", "Sent")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Perhaps sent: the connection broke while the server took it")


class AutomationMail(Outgoing):
    """A mail of an automation to a colleague, about the records of some runs, each with its name and address."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    text = models.TextField()
    links: Any = models.JSONField(default=list)
    run_ids = ArrayField(models.BigIntegerField())
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.WAITING) ^ Q(due_at=None),
                name="automation_mail_waiting_is_due",
            )
        ]
        indexes = [
            models.Index("due_at", name="automation_mail_due", condition=Q(due_at__isnull=False)),
            models.Index("user", name="automation_mail_to"),
        ]

    def __str__(self) -> str:
        return self.title
