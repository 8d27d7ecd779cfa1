"""The files of a record."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.files.models import Attachment, AttachmentQuerySet

SHOWN = 200


def record(user: User, kind: str, row_id: int) -> Model:
    """Return the record that files hang on; Missing when the user cannot see it."""
    model: Any = listed("attachments").get(kind)
    row: Model | None = model and model.objects.visible_to(user).filter(pk=row_id).first()
    if row is None:
        raise Missing
    return row


def attachments_of(kind: str, row: Model) -> AttachmentQuerySet:
    """Return the latest files of a record that the user may see, newest first."""
    return all_attachments_of(kind, row).order_by("-id")[:SHOWN]


def all_attachments_of(kind: str, row: Model) -> AttachmentQuerySet:
    """Return every file of a record."""
    return Attachment.objects.filter(kind=kind, row_id=row.pk).kept().select_related("file")


def attachment(user: User, attachment_id: int) -> Attachment:
    """Return one attachment that the user may see, trashed ones included."""
    found = Attachment.objects.visible_to(user).select_related("file").filter(pk=attachment_id)
    row = found.first()
    if row is None:
        raise Missing
    return row
