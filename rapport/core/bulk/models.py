"""One run of a bulk verb: which rows, what was to be done with them, what became of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import KindKey, Record


class State(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("Waiting")
    WORKING = "working", _("At work")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


RUNNING = (State.QUEUED, State.WORKING, State.UNDOING)


class Outcome(models.TextChoices):
    """What became of a row."""

    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Was so already")
    SKIPPED = "skipped", _("Skipped")
    ERROR = "error", _("Error")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Kept: edited since")
    WAITING = "waiting", _("Not reached")


class BulkRun(Record):
    """A verb for many rows of a list. Which rows are meant is fixed when it is asked for, in its slices.

    Counters add up when it is done: total = changed + unchanged + skipped + errors; undone and kept are parts of changed.
    """

    log_changes = (
        False  # it is itself a log, written to at every step, and must outlive the undo of its rows
    )
    access: ClassVar[Access] = Access(view="core.view_audit", owner="user_id")

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    list_name = models.CharField(max_length=50)
    query = models.TextField(default="")
    verb = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    errors = models.BigIntegerField(default=0)
    undone = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    failure = models.TextField(default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[AccessQuerySet[BulkRun]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index("user", F("id").desc(), name="bulk_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone"])
                | Q(done=F("changed") + F("unchanged") + F("skipped") + F("errors")),
                name="bulk_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.list_name} {self.asked_at}"

    @property
    def is_running(self) -> bool:
        """Tell whether it is being worked on."""
        return self.state in RUNNING

    @property
    def can_be_cancelled(self) -> bool:
        """Tell whether it can still be stopped."""
        return self.state in {State.QUEUED, State.WORKING} and self.cancel_asked_at is None

    @property
    def can_be_undone(self) -> bool:
        """Tell whether there is something to take back."""
        return not self.is_running and self.changed > self.undone + self.kept

    @property
    def progress(self) -> int:
        """Return how many rows have been gone through on the present way: forth or back."""
        return self.undone + self.kept if self.state == State.UNDOING else self.done

    @property
    def whole(self) -> int:
        """Return how many rows the present way has."""
        return self.changed if self.state == State.UNDOING else self.total


class BulkSlice(models.Model):
    """A stretch of a run's rows, written in one transaction under a group of its own in the change log.

    `ids` are the rows that are meant; `changed` those that were written, of which `undone` went back and `kept` did not.
    """

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="slices", db_index=False)
    number = models.IntegerField()
    ids = ArrayField(models.BigIntegerField())
    group = models.UUIDField(null=True, db_column="group_id")
    changed: Any = ArrayField(models.BigIntegerField(), default=list)
    undone: Any = ArrayField(models.BigIntegerField(), default=list)
    kept: Any = ArrayField(models.BigIntegerField(), default=list)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="bulk_slice_once")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class BulkLeft(models.Model):
    """A row that was skipped or could not be written, with the reason; rows that went well have no line here."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="left_rows", db_index=False)
    row_id = KindKey("run__list_name", "lists")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row_id"], name="bulk_left_once")]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.reason}"
