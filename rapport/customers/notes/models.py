"""What colleagues write down about a customer for each other."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import Record
from rapport.customers.parties.models import Party


class NoteQuerySet(AccessQuerySet["Note"]):
    """Notes, and the ones that were not deleted."""

    def kept(self) -> Self:
        """Leave out deleted ones."""
        return self.filter(trashed_at=None)


class Note(Record):
    """A text about a party, plain, written by a colleague."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    access: ClassVar[Access] = Access(via="party")
    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                "party",
                models.F("written_at").desc(),
                models.F("id").desc(),
                name="note_by_party",
            )
        ]

    def __str__(self) -> str:
        return self.body[:50]


class Mention(Record):
    """A colleague is named in a note, and was told."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    access: ClassVar[Access] = Access(via="note")
    objects: ClassVar[AccessQuerySet[Mention]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.note_id}"
