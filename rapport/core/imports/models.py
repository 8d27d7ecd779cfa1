"""One run of an import: the file, how it is read, what became of each of its rows."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import Record


class State(models.TextChoices):
    """Where a run stands."""

    DRAFT = "draft", _("Not started")
    QUEUED = "queued", _("Waiting")
    READING = "reading", _("Reading the file")
    CHECKING = "checking", _("Checking")
    WRITING = "writing", _("Writing")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


WORKED_ON = (State.QUEUED, State.READING, State.CHECKING, State.WRITING)
RUNNING = (*WORKED_ON, State.UNDOING)


class Match(models.TextChoices):
    """What happens to a row whose record exists already."""

    SKIP = "skip", _("Leave the existing record as it is")
    UPDATE = "update", _("Update the existing record")
    KNOWN = "known", _("Update the existing record, and add no new ones")
    CREATE = "create", _("Add it again as a new record")


class ImportRun(Record):
    """A file on its way into the tables. `group` is the name of all its changes in the log, by which they are undone.

    Counters add up when it is done: read = created + updated + unchanged + skipped + errors.
    """

    log_changes = False  # it is itself a log, written to at every step, and must outlive the undo of its group
    access = Access(view="core.import_data", owner="started_by_id")

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    size = models.BigIntegerField(default=0)
    dialect = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    match = models.CharField(max_length=10, choices=Match, default=Match.SKIP)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    is_trial = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    group = models.UUIDField(default=uuid.uuid4, db_column="group_id")
    total = models.BigIntegerField(null=True)
    staged = models.BigIntegerField(default=0)
    checked = models.BigIntegerField(default=0)
    written = models.BigIntegerField(default=0)
    read = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    errors = models.BigIntegerField(default=0)
    records = models.JSONField(default=dict)
    failure = models.TextField(blank=True, default="")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    pause_asked_at = models.DateTimeField(null=True)
    paused_in = models.CharField(max_length=10, blank=True, default="")
    undone_at = models.DateTimeField(null=True)
    kept_by_undo = models.BigIntegerField(default=0)
    kept = models.JSONField(default=list)

    objects = AccessQuerySet["ImportRun"].as_manager()

    class Meta:
        indexes = [models.Index("started_by", "id", name="import_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone"])
                | Q(read=F("created") + F("updated") + F("unchanged") + F("skipped") + F("errors")),
                name="import_adds_up",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def writes_as(self) -> User:
        """Return the user with whose rights it writes."""
        return self.started_by

    @property
    def is_running(self) -> bool:
        """Tell whether it is being worked on."""
        return self.state in RUNNING

    @property
    def is_to_stop(self) -> bool:
        """Tell whether somebody asked that it is cancelled or paused."""
        return self.cancel_asked_at is not None or self.pause_asked_at is not None

    @property
    def can_be_undone(self) -> bool:
        """Tell whether there is something to take back."""
        ended = self.state in {State.DONE, State.CANCELLED, State.FAILED}
        return ended and not self.is_trial and bool(self.created + self.updated)

    @property
    def share(self) -> float:
        """Return how much of the work is done: reading and checking count a quarter each, writing the rest."""
        total, state = self.total or 0, self.paused_in if self.is_paused else self.state
        if state == State.READING and total:
            return min(self.staged / total, 1) / 4
        if state == State.CHECKING and self.staged:
            return 1 / 4 + min(self.checked / self.staged, 1) / 4
        if state == State.WRITING and self.staged:
            return 1 / 2 + min(self.written / self.staged, 1) / 2
        return 1.0 if state in {State.DONE, State.UNDONE} else 0.0

    @property
    def is_paused(self) -> bool:
        """Tell whether it stands still until somebody lets it go on."""
        return self.state == State.PAUSED

    @property
    def rows_done(self) -> int:
        """Return how many rows the present step has behind it."""
        steps = {State.CHECKING: self.checked, State.WRITING: self.written}
        return steps.get(State(self.paused_in if self.is_paused else self.state), self.staged)


class Outcome(models.TextChoices):
    """What became of a row."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    SKIPPED = "skipped", _("Skipped")
    ERROR = "error", _("Error")


class ImportIssue(models.Model):
    """A row that was skipped or could not be used, with the reason; rows that went well have no line here."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="issues", db_index=False)
    row = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="import_issue_once")]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class RememberedMapping(models.Model):
    """How a user mapped a file with these headings the last time; offered again for the next one."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    headings = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "headings"], name="mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings}"


Options = dict[str, Any]
