"""Attaching files to records, and taking them off again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.assembly import listed
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.files import store
from rapport.core.files.content import clean_name, content_type
from rapport.core.files.events import FileAttached, FileRestored, FileTrashed
from rapport.core.files.models import Attachment, File


class FileTooLarge(Invalid):
    """This file is larger than %(limit)s MB. Make it smaller, or share a link to it in a note."""


class FileEmpty(Invalid):
    """This file is empty. Choose another one."""


class FileRefused(Invalid):
    """Files of this kind cannot be attached. Pictures, PDF, office documents, text, sound, video and zip files can."""


def keep_file(
    name: str, chunks: Iterable[bytes], *, owner: User, limit_mb: int | None = None
) -> File:
    """Store a content and return its row: a part of the verbs that take files, which have asked for their right.

    Errors: FileTooLarge (limit in MB, the setting by default), FileEmpty, FileRefused.
    """
    limit = limit_mb or settings.UPLOAD_MB
    content = store.draft(chunks, limit * 1_000_000)
    if content is None:
        raise FileTooLarge(limit=limit)
    if content.size == 0:
        raise FileEmpty
    kind = content_type(content.head)
    if kind is None:
        raise FileRefused
    file = File(
        name=clean_name(name).name,
        size=content.size,
        content_type=kind,
        sha256=content.sha256,
        uploaded_by=owner,
    )
    store.lock(file.sha256)
    store.write(file.path, content)
    file.save()
    return file


@action
def attach_file(
    kind: str, row_id: int, name: str, chunks: Iterable[bytes], *, by: User, at: datetime
) -> Attachment:
    """Attach a file to a record."""
    require_row(by, "core.attach_file", _model(kind), row_id)
    return _attach(keep_file(name, chunks, owner=by), kind, row_id, by=by, at=at)


@action
def attach_kept(kind: str, row_id: int, file_id: int, *, by: User, at: datetime) -> Attachment:
    """Attach a file to a record that a colleague had kept before. Errors: Missing when it is not hers."""
    require_row(by, "core.attach_file", _model(kind), row_id)
    file = File.objects.filter(pk=file_id, uploaded_by=by).first()
    if file is None:
        raise Missing
    return _attach(file, kind, row_id, by=by, at=at)


def _attach(file: File, kind: str, row_id: int, *, by: User, at: datetime) -> Attachment:
    attachment = Attachment.objects.create(file=file, kind=kind, row_id=row_id)
    publish(FileAttached(attachment_id=attachment.pk, kind=kind, row_id=row_id), by=by, at=at)
    return attachment


@action
def trash_file(
    attachment_id: int, *, by: User, at: datetime, version: int | None = None
) -> Attachment:
    """Take a file off its record; it stays in the trash for 30 days."""
    attachment = require_row(by, "core.trash_file", Attachment, attachment_id, version=version)
    if attachment.trashed_at is None:
        attachment.trashed_at = at
        attachment.save(update_fields=["trashed_at"])
        publish(FileTrashed(**_told(attachment)), by=by, at=at)
    return attachment


@action
def restore_file(attachment_id: int, *, by: User, at: datetime) -> Attachment:
    """Put a file back on its record."""
    attachment = require_row(by, "core.trash_file", Attachment, attachment_id)
    if attachment.trashed_at is not None:
        attachment.trashed_at = None
        attachment.save(update_fields=["trashed_at"])
        publish(FileRestored(**_told(attachment)), by=by, at=at)
    return attachment


@action
def remove_orphans(*, by: User, at: datetime) -> int:
    """Delete attachments whose record is gone and files that nothing names; return how many files went."""
    require(by, "core.purge_trash")
    for kind, model in listed("attachments").items():
        there = model._default_manager.filter(pk=OuterRef("row_id"))
        Attachment.objects.filter(~Exists(there), kind=kind).delete()
    unused = File.objects.filter(created_at__lt=at - timedelta(days=1))
    for relation in File._meta.related_objects:
        column = relation.field.name
        unused = unused.filter(
            ~Exists(relation.related_model._default_manager.filter(**{column: OuterRef("pk")}))
        )
    return unused.delete()[1].get("core.File", 0)


@action
def remove_content(sha256: str, *, by: User) -> bool:
    """Take a content that no file names any more out of the store; may run beside an upload of the same content."""
    require(by, "core.purge_trash")
    store.lock(sha256)
    if File.objects.filter(sha256=sha256).exists():
        return False
    store.remove(sha256)
    return True


def _model(kind: str) -> type:
    model: type | None = listed("attachments").get(kind)
    if model is None:
        raise Missing
    return model


def _told(attachment: Attachment) -> dict[str, Any]:
    return {
        "attachment_id": attachment.pk,
        "kind": attachment.kind,
        "row_id": attachment.row_id,
    }
