"""Files hang on records of upper rooms; here a file hangs on a file, whose owner is who uploaded it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.files.actions import keep_file
from rapport.core.files.models import File


@pytest.fixture(autouse=True)
def _store(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep contents in a folder of the test, and let files be attached to files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {**settings.STORAGES["default"]["OPTIONS"], "location": tmp_path},
        },
    }
    monkeypatch.setitem(listed("attachments"), "folder", File)


@pytest.fixture
def folder(alice: User, written_by) -> File:
    """A record of Alice's that files can hang on."""
    written_by(alice, "core.attach_file", lambda: keep_file("folder.txt", [b"folder"], owner=alice))
    return File.objects.get()
