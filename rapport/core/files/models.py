"""Files, kept once per content, and what they are attached to."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.assembly import listed
from rapport.core.records import KindKey, Record


class File(Record):
    """What was uploaded: its type is read from the content, its place in the store follows from its hash."""

    access: ClassVar[Access] = Access(view="core.attach_file", owner="uploaded_by_id")

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Return the name under which the content lies in the store."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class AttachmentQuerySet(AccessQuerySet["Attachment"]):
    """An attachment is seen and changed by whoever may do so with the record it hangs on."""

    def within(self, user: User, right: str) -> Self:
        """Keep the attachments whose record the user reaches with the right."""
        condition = Q(pk__in=[])
        for kind, model in listed("attachments").items():
            rows = model._default_manager.all().within(user, right)
            condition |= Q(kind=kind, row_id__in=rows.values("pk"))
        return self.filter(condition)

    def kept(self) -> Self:
        """Keep what is not in the trash."""
        return self.filter(trashed_at=None)


class Attachment(Record):
    """A file hangs on a business record of a kind that stands in `config/attachments.py`."""

    access: ClassVar[Access] = Access(view="core.attach_file")

    file = models.ForeignKey(File, models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=50)
    row_id = KindKey("kind", "attachments")
    trashed_at = models.DateTimeField(null=True, blank=True)
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "row_id", "-id"], name="attachment_of"),
            models.Index(
                fields=["-trashed_at", "-id"],
                name="attachment_trashed",
                condition=Q(trashed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}: {self.file_id}"
