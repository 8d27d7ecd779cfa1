"""One export of a list: who took what, when, how much."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import Record


class State(models.TextChoices):
    """Where an export stands."""

    QUEUED = "queued", _("Waiting")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Ready")
    SENT = "sent", _("Sent at once")
    FAILED = "failed", _("Failed")
    REMOVED = "removed", _("File removed")


class Format(models.TextChoices):
    """How a list is written."""

    CSV = "csv", _("CSV")
    EXCEL = "xlsx", _("Excel (.xlsx)")
    JSON = "jsonl", _("JSON lines")
    CARDS = "vcf", _("Business cards (vCard)")


RUNNING = (State.QUEUED, State.WRITING)


class ExportRun(Record):
    """A list as it was taken out. The row stays as evidence, its file for a week."""

    log_changes = False  # it is itself a log, and written to while it runs
    access: ClassVar[Access] = Access(view="core.view_audit", owner="user_id")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=50)
    query = models.TextField(default="")
    format = models.CharField(max_length=5, choices=Format, default=Format.CSV)
    for_excel = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    total = models.BigIntegerField(null=True)
    written = models.BigIntegerField(default=0)
    file = models.CharField(max_length=200, default="")
    failure = models.TextField(default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[AccessQuerySet[ExportRun]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="export_by_user")]

    def __str__(self) -> str:
        return f"{self.list_name} {self.asked_at}"

    @property
    def is_running(self) -> bool:
        """Tell whether it still waits or writes."""
        return self.state in RUNNING

    @property
    def has_file(self) -> bool:
        """Tell whether there is something to fetch."""
        return self.state == State.DONE
