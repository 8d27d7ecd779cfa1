"""Import sources: a folder, an address or a query that is read by the clock, and what came of each reading."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.company.models import SealedField
from rapport.core.imports.models import ImportRun
from rapport.core.records import Record


class Where(models.TextChoices):
    """Where the rows come from."""

    FOLDER = "folder", _("A folder of the server")
    ADDRESS = "address", _("An address in the web")
    QUERY = "query", _("A database query")


class Rhythm(models.TextChoices):
    """How often it is read."""

    HAND = "hand", _("Only when asked")
    HOURLY = "hourly", _("Every hour")
    DAILY = "daily", pgettext_lazy("rhythm", "Every day")
    WEEKLY = "weekly", _("Every week")


class ImportSource(Record):
    """Where records come from again and again. It reads and writes with the rights of its owner.

    `place` is a folder with a pattern, or an address; `secret` a header for the address, or the database's address.
    """

    never_logged: ClassVar[tuple[str, ...]] = ("secret",)

    name = models.CharField(_("name"), max_length=100)
    where = models.CharField(max_length=10, choices=Where)
    kind = models.CharField(max_length=30)
    place = models.CharField(max_length=500, blank=True)
    query = models.TextField(blank=True)
    secret = SealedField(_("secret"), blank=True, default="")
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField(default=6)
    weekday = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))

    access: ClassVar[Access] = Access(view="core.manage_sources", owner="owner_id")
    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lt=24, weekday__lt=7), name="source_time_is_one"
            ),
            models.CheckConstraint(condition=Q(where__in=Where.values), name="source_where"),
        ]
        indexes = [
            models.Index("next_at", name="source_due", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Came(models.TextChoices):
    """What came of a reading."""

    TAKEN = "taken", _("Imported")
    UNCHANGED = "unchanged", _("Nothing new")
    WAITING = "waiting", _("Waits for its columns")
    FAILED = "failed", pgettext_lazy("of a reading", "Failed")


class SourceReading(models.Model):
    """One reading of a source: what was found, and the import that followed. `mark` knows a content again."""

    log_changes: ClassVar[bool] = False

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(
        ImportSource, models.CASCADE, related_name="readings", db_index=False
    )
    read_at = models.DateTimeField()
    came = models.CharField(max_length=10, choices=Came)
    name = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(blank=True)
    mark = models.CharField(max_length=64, blank=True)
    run = models.ForeignKey(ImportRun, models.SET_NULL, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(fields=["source", "-id"], name="source_log")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "mark"], name="source_takes_once", condition=~Q(mark="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.came}"
