"""Merges: which records became one, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import LooseKey, Record
from rapport.customers.parties.models import Party

DAYS = 30


class MergeKind(models.TextChoices):
    """What was merged."""

    PERSON = "person", _("People")
    ORGANIZATION = "organization", _("Companies")
    HOUSEHOLD = "household", _("Households")


class Merge(Record):
    """Several records became one. What it wrote stands under `group` in the change log, from which it is undone within 30 days.

    `survivor` is the record that stays; of households it is the head of the one that stays, `household_id`.
    `moved` and `folded` tell by model how many rows went along, and how many said the same as one that was there.
    `kept` tells after undoing what was edited since and stayed: rows as `model:key`, with the columns.
    """

    follows_merges: ClassVar[bool] = False  # it tells what was merged then

    kind = models.CharField(max_length=12, choices=MergeKind.choices)
    survivor = models.ForeignKey(Party, models.CASCADE, related_name="merges", db_index=False)
    household_id = LooseKey("customers.Household", null=True, blank=True)
    name = models.CharField(max_length=200)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    merged_at = models.DateTimeField()
    group = models.UUIDField(db_column="group_id", unique=True)
    moved = models.JSONField(default=dict, blank=True)
    folded = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    kept = models.JSONField(default=dict, blank=True)

    access: ClassVar[Access] = Access(via="survivor")
    objects: ClassVar[AccessQuerySet[Merge]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MergeKind.values), name="merge_kind"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]
        indexes = [
            models.Index("survivor", F("id").desc(), name="merge_of_survivor"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_undone(self) -> bool:
        """Tell whether it was taken back."""
        return self.undone_at is not None

    @property
    def ends_at(self) -> datetime:
        """Return until when it can be undone."""
        return self.merged_at + timedelta(days=DAYS)

    def can_be_undone(self, at: datetime) -> bool:
        """Tell whether it is young enough."""
        return not self.is_undone and at < self.ends_at


class Merged(Record):
    """A record that went into another one, under the name that it had. A household is gone; its key leads to the other."""

    follows_merges: ClassVar[bool] = False

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="losers")
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="merged")
    household_id = LooseKey("customers.Household", null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200)

    access: ClassVar[Access] = Access(via="merge")
    objects: ClassVar[AccessQuerySet[Merged]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party=None) ^ Q(household_id=None), name="merged_is_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.name
