"""The files of a record, over the API."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File as FromForm, Path, Query, Router, Schema, UploadedFile
from pydantic import StringConstraints

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.files.actions import FileTooLarge, attach_file, trash_file
from rapport.core.files.models import Attachment
from rapport.core.files.queries import all_attachments_of, attachment, record
from rapport.core.files.serving import served
from rapport.core.rest.conditional import TAGGED, if_match
from rapport.core.rest.parts import AskedPart, newest
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Id, Rows

router = Router(tags=["files"])
RecordKind = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{1,50}$"),
    Path(description="What the files hang on: `party` or `interaction`"),
]

Upload = Annotated[UploadedFile, FromForm(description="One file, as a form sends it")]


class FileOut(Schema):
    """A file that hangs on a record; its content is fetched by an address of its own."""

    id: int
    kind: str
    record_id: int
    name: str
    size: int
    content_type: str
    uploaded_by_id: int
    created_at: datetime
    version: int


def _kept(user: User, file_id: int) -> Attachment:
    row = attachment(user, file_id)
    if row.trashed_at is not None:
        raise Missing
    return row


def _told(_user: User, row: Attachment) -> FileOut:
    return FileOut(
        id=row.pk,
        kind=row.kind,
        record_id=row.row_id,
        name=row.file.name,
        size=row.file.size,
        content_type=row.file.content_type,
        uploaded_by_id=row.file.uploaded_by_id,
        created_at=row.created_at,
        version=row.version,
    )


FILE = Resource(router, "/files/{file_id}", FileOut, _kept, _told)


@router.get("/files/of/{kind}/{record_id}", response=Rows[FileOut], summary="List the files")
def list_files(
    request: HttpRequest, kind: RecordKind, record_id: Id, asked: Query[AskedPart]
) -> HttpResponse:
    """List the files of a record, newest first."""
    files = all_attachments_of(kind, record(caller(request), kind, record_id))
    return newest(request, files, asked, partial(_told, caller(request)))


@FILE.post("/files/of/{kind}/{record_id}", "Attach a file")
def post_file(
    request: HttpRequest,
    kind: RecordKind,
    record_id: Id,
    file: Upload,
) -> Attachment:
    """Attach a file to a record. Its kind is told by its content; programs and unknown kinds are refused."""
    if getattr(request, "upload_refused", False):
        raise FileTooLarge(limit=settings.UPLOAD_MB)
    return attach_file(
        kind, record_id, file.name or "", file.chunks(), by=caller(request), at=timezone.now()
    )


@FILE.get("Read a file")
def get_file(request: HttpRequest, file_id: Id) -> None:
    """Read the name, size and kind of a file."""


@router.get(
    "/files/{file_id}/content",
    response={200: str},
    openapi_extra={"x-media-type": "application/octet-stream"},
    summary="Fetch a file",
)
def get_file_content(request: HttpRequest, file_id: Id) -> FileResponse:
    """Fetch the content of a file."""
    return served(_kept(caller(request), file_id).file)


@router.delete(
    "/files/{file_id}", response={204: None}, openapi_extra=TAGGED, summary="Take a file off"
)
def delete_file(request: HttpRequest, file_id: Id) -> None:
    """Take a file off its record; it stays in the trash for 30 days."""
    trash_file(file_id, by=caller(request), at=timezone.now(), version=if_match(request))
