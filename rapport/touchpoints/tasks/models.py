"""Tasks: what a colleague is to do, until when, and for which customer."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import LooseKey, Record
from rapport.customers.parties.models import Party


class Priority(models.IntegerChoices):
    """How much a task matters beside others of the same day."""

    HIGH = 1, _("High")
    NORMAL = 2, _("Normal")
    LOW = 3, _("Low")


class TaskQuerySet(AccessQuerySet["Task"]):
    """Tasks, and the filters that pages begin with."""

    def kept(self) -> Self:
        """Leave out what lies in the trash."""
        return self.filter(trashed_at=None)

    def open(self) -> Self:
        """Keep what is still to be done."""
        return self.kept().filter(done_at=None)

    def done(self) -> Self:
        """Keep what was done."""
        return self.kept().exclude(done_at=None)


class Task(Record):
    """Something to do. A day is enough; `due_at` is set when the hour matters, `reminder_at` when a nudge is wanted.

    `source_id` is the contact from which it followed.
    """

    title = models.CharField(_("task"), max_length=200)
    details = models.TextField(_("details"), blank=True)
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="tasks", db_index=False
    )
    assignee = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reminder_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    priority = models.SmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    source_id = LooseKey("touchpoints.Interaction", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    # The customer as far as the reader may see it; filled by `queries.with_parties`.
    seen_party: Party | None = None

    access: ClassVar[Access] = Access(view="touchpoints.view_task", owner="assignee_id")
    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_on__isnull=False), name="task_hour_has_a_day"
            ),
        ]
        indexes = [
            models.Index(
                "assignee",
                F("due_on").asc(nulls_last=True),
                "id",
                name="task_to_do",
                condition=Q(done_at=None, trashed_at=None),
            ),
            models.Index(
                F("due_on").asc(nulls_last=True),
                "id",
                name="task_by_due",
                condition=Q(trashed_at=None),
            ),
            models.Index(
                "assignee",
                F("done_at").desc(),
                F("id").desc(),
                name="task_done",
                condition=Q(done_at__isnull=False, trashed_at=None),
            ),
            models.Index(
                "party",
                F("done_at").desc(),
                F("id").desc(),
                name="task_by_party",
                condition=Q(party__isnull=False),
            ),
            models.Index(
                "reminder_at",
                name="task_reminder",
                condition=Q(
                    reminder_at__isnull=False, reminded_at=None, done_at=None, trashed_at=None
                ),
            ),
            models.Index("trashed_at", name="task_trashed", condition=Q(trashed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        """Tell whether it was done."""
        return self.done_at is not None

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day has passed and it was not done."""
        return self.done_at is None and self.due_on is not None and self.due_on < today
