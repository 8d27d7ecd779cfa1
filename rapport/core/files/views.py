"""The files panel of a record, upload and download."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.files import actions, queries
from rapport.core.files.content import IMAGES, clean_name, icon_of, size_words
from rapport.core.files.models import Attachment
from rapport.core.files.serving import served
from rapport.core.pages.formats import date
from rapport.core.pages.rendering import flush_toast, page, toast


@login_required
@require_http_methods(["GET", "POST"])
def panel(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Show a record's files; a POST attaches those that were dropped and answers with their lines."""
    user = caller(request)
    if request.method == "POST":
        added = _add(request, kind, row_id)
        rows = [_row(attachment, may_trash=True) for attachment in added]
        return page(request, "core/files/lines.html", {"rows": rows})
    record = queries.record(user, kind, row_id)
    may_trash = may(user, "core.trash_file", record)
    found = queries.attachments_of(kind, record)
    context = {
        "kind": kind,
        "row_id": row_id,
        "rows": [_row(attachment, may_trash=may_trash) for attachment in found],
        "may_attach": may(user, "core.attach_file", record),
        "limit": settings.UPLOAD_MB,
    }
    return page(request, "core/files/panel.html", context)


def _row(attachment: Attachment, *, may_trash: bool) -> dict[str, Any]:
    file = attachment.file
    return {
        "name": file.name,
        "url": reverse("files:download", args=[attachment.pk]),
        "icon": icon_of(file.content_type),
        "picture": reverse("files:picture", args=[attachment.pk])
        if file.content_type in IMAGES
        else None,
        "size": size_words(file.size),
        "when": date(attachment.created_at),
        "remove": reverse("files:trash", args=[attachment.pk]) if may_trash else None,
    }


def _add(request: HttpRequest, kind: str, row_id: int) -> list[Attachment]:
    uploads = request.FILES.getlist("file")
    if getattr(request, "upload_refused", False):
        raise actions.FileTooLarge(limit=settings.UPLOAD_MB)
    if not uploads:
        raise actions.FileEmpty
    added = []
    for upload in uploads:
        name = upload.name or ""
        added.append(
            actions.attach_file(
                kind, row_id, name, upload.chunks(), by=caller(request), at=timezone.now()
            )
        )
        kept = clean_name(name)
        if kept.changed:
            text = _("Attached as “%(name)s”: parts of its name could mislead.")
        else:
            text = _("Attached “%(name)s”.")
        toast(request, text % {"name": kept.name}, undo=True)
    return added


@login_required
@require_GET
def download(request: HttpRequest, attachment_id: int) -> FileResponse:
    """Hand the file out as a download."""
    return served(queries.attachment(caller(request), attachment_id).file)


@login_required
@require_GET
def picture(request: HttpRequest, attachment_id: int) -> FileResponse:
    """Show a picture where it stands; anything else is a download."""
    return served(queries.attachment(caller(request), attachment_id).file, inline=True)


@login_required
@require_POST
def trash(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Take the file off its record."""
    attachment = actions.trash_file(attachment_id, by=caller(request), at=timezone.now())
    toast(
        request,
        _("Moved “%(name)s” to the trash.") % {"name": attachment.file.name},
        undo=True,
    )
    response = HttpResponse(status=200)
    flush_toast(request, response)
    return response
