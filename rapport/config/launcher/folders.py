"""Folders of our own: for this user alone, and a sentence when they cannot be used."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rapport.config.launcher.problems import DiskFull, FolderNotUsable

FULL = {errno.ENOSPC, errno.EDQUOT}


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, so that nobody else looks inside."""
    with in_a_sentence(folder):
        for missing in [one for one in (folder, *folder.parents) if not one.exists()][::-1]:
            missing.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def in_a_sentence(folder: Path) -> Iterator[None]:
    """Say of a folder that cannot be used why that is."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(folder=folder) from error
        reason = error.strerror or error
        raise FolderNotUsable(folder=error.filename or folder, reason=reason) from error
