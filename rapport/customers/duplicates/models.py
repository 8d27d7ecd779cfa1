"""Records that may be the same, what people said of them, and the searches that found them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import KindKey, Record


class Kind(models.TextChoices):
    """What is searched for duplicates."""

    PERSON = "person", _("People")
    ORGANIZATION = "organization", _("Companies")
    HOUSEHOLD = "household", _("Households")


class Verdict(models.TextChoices):
    """What somebody said of two records."""

    SAME = "same", _("The same")
    DIFFERENT = "different", _("Not the same")


class State(models.TextChoices):
    """Where a search stands."""

    QUEUED = "queued", _("Waiting")
    WORKING = "working", _("At work")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Step(models.TextChoices):
    """What a search is doing."""

    READING = "reading", _("Reading the records")
    BLOCKING = "blocking", _("Choosing pairs to compare")
    COMPARING = "comparing", _("Comparing pairs")
    WRITING = "writing", _("Writing down what was found")


class MatchCandidate(models.Model):
    """Two records that may be the same, how likely, and why. It is derived: the next search writes it anew."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    first_id = KindKey("kind", "relatable")
    second_id = KindKey("kind", "relatable")
    probability = models.FloatField()
    reasons = models.JSONField(default=dict)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_id", "second_id"], name="match_once"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="match_in_order"),
        ]
        indexes = [
            models.Index("kind", F("probability").desc(), "id", name="match_by_likelihood"),
            models.Index("kind", "second_id", name="match_by_second"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id} ~ {self.second_id}"


class MatchVerdict(Record):
    """What somebody said of two records, and how likely it had seemed: it is remembered, and by it the threshold is judged."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    first_id = KindKey("kind", "relatable", verbose_name=_("first record"))
    second_id = KindKey("kind", "relatable", verbose_name=_("second record"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    probability = models.FloatField(_("probability"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField(_("said at"))

    access: ClassVar[Access] = Access(view="customers.view_party", owner="user_id")
    objects: ClassVar[AccessQuerySet[MatchVerdict]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index("first_id", "second_id", "kind", name="match_verdict_by_pair")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id} ~ {self.second_id}: {self.verdict}"


class MatchRun(Record):
    """A search for duplicates over all records of a kind, with the model that it learned from them.

    `rarity` holds the shares of frequent values: a name that many have says little.
    """

    log_changes = False

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.READING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    records = models.BigIntegerField(default=0)
    compared = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    weights: Any = models.JSONField(default=dict)
    rarity: Any = models.JSONField(default=dict)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    searched_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("kind", F("id").desc(), name="match_run_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                name="match_run_one_at_a_time",
                condition=Q(state__in=["queued", "working"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at}"

    @property
    def is_running(self) -> bool:
        """Tell whether it waits or is being worked on."""
        return self.state in {State.QUEUED, State.WORKING}
