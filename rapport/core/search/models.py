"""The search index: one row per record that can be found, written in the transaction that writes the record."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from rapport.core.access.models import User
from rapport.core.records import KindKey, LooseKey


class SearchEntry(models.Model):
    """A record as search finds it. It is derived: it can be thrown away and filled again."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = KindKey("kind", "search")
    party_id = LooseKey("customers.Party", null=True)
    owner_id = LooseKey("core.User", null=True)
    title = models.TextField()
    subtitle = models.TextField(default="")
    touched_at = models.DateTimeField(null=True)
    sort_key = models.TextField(db_default="")
    tokens = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]
        indexes = [
            GinIndex(fields=["tokens"], name="search_tokens"),
            models.Index(
                fields=["party_id"], name="search_party", condition=models.Q(party_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A Latin word of some title; who mistypes a letter is asked whether she meant it."""

    log_changes = False

    word = models.CharField(primary_key=True, max_length=20)

    def __str__(self) -> str:
        return self.word


class StaleEntry(models.Model):
    """A record that was written past the actions (by SQL); its entry is filled again within a minute."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = KindKey("kind", "search")

    class Meta:
        db_table = "core_searchstale"

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RecentRecord(models.Model):
    """A record that a user opened lately; what she had in hand ranks first.

    `weight` is how often: each time counts one, and half as much a week later.
    """

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="recent_records")
    kind = models.CharField(max_length=20)
    object_id = KindKey("kind", "search")
    at = models.DateTimeField()
    weight = models.FloatField(db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "object_id"], name="recent_record_once")
        ]
        indexes = [models.Index(fields=["user", "-at"], name="recent_record_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
