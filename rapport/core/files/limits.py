"""The first gate of an upload: what is larger than any limit is not even kept while it arrives."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class UploadLimit(FileUploadHandler):
    """Skips a file once it has grown over the largest limit, and leaves a mark on the request."""

    chunk_size = 64 * 2**10
    seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the data on as long as they are not too many."""
        self.seen += len(raw_data)
        if self.seen > max(settings.UPLOAD_MB, settings.IMPORT_MB) * 1_000_000:
            self.request.upload_refused = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""
