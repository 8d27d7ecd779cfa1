"""The files of a record."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.files.models import Attachment, AttachmentQuerySet

SHOWN = 200


def attachments_of(user: User, kind: str, row_id: int) -> AttachmentQuerySet:
    """Return a record's files, newest first; Missing when the user cannot see the record."""
    model = listed("attachments").get(kind)
    if model is None or not model.objects.visible_to(user).filter(pk=row_id).exists():
        raise Missing
    found = Attachment.objects.filter(kind=kind, row_id=row_id).kept()
    return found.select_related("file").order_by("-id")[:SHOWN]


def attachment(user: User, attachment_id: int) -> Attachment:
    """Return one attachment that the user may see, trashed ones included."""
    found = Attachment.objects.visible_to(user).select_related("file").filter(pk=attachment_id)
    row = found.first()
    if row is None:
        raise Missing
    return row
