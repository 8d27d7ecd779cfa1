"""What lies in the trash here: files attached to a file, as in the tests of files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from rapport.core.access.models import User
from rapport.core.files.actions import attach_file, trash_file
from rapport.core.files.models import Attachment, File
from rapport.core.files.tests.conftest import _store, folder

__all__ = ["_store", "folder"]


@pytest.fixture
def trashed(folder: File, alice: User, at: datetime) -> Callable[..., Attachment]:
    """Return a way to attach a file of Alice's and move it to the trash some minutes later."""

    def make(name: str = "offer.txt", minutes: int = 0) -> Attachment:
        made = attach_file("folder", folder.pk, name, [name.encode()], by=alice, at=at)
        return trash_file(made.pk, by=alice, at=at + timedelta(minutes=minutes))

    return make
