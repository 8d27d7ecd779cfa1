"""Handing a file out so that a browser never runs it."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.http import content_disposition_header

from rapport.core.errors import Missing
from rapport.core.files.content import IMAGES
from rapport.core.files.models import File

SANDBOX = "default-src 'none'; sandbox"


def served(file: File, *, inline: bool = False) -> FileResponse:
    """Return the content as a download; `inline` only shows the four kinds of pictures that hold no script."""
    shown = inline and file.content_type in IMAGES
    try:
        body = default_storage.open(file.path, "rb")
    except FileNotFoundError as error:
        raise Missing from error
    response = FileResponse(
        body, content_type=file.content_type if shown else "application/octet-stream"
    )
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(not shown, file.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
