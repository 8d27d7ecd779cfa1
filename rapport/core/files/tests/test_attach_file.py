"""Attaching a file to a record."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.events.models import EventRow
from rapport.core.files.actions import (
    FileEmpty,
    FileRefused,
    FileTooLarge,
    attach_file,
    restore_file,
    trash_file,
)
from rapport.core.files.models import Attachment, File
from rapport.core.undo.actions import undo

pytestmark = pytest.mark.django_db


def attach(folder: File, by: User, at, body: bytes = b"Dear Mr Wang", name: str = "a.txt"):
    return attach_file("folder", folder.pk, name, [body], by=by, at=at)


def test_it_is_stored_and_told(folder: File, alice: User, at) -> None:
    made = attach(folder, alice, at)
    with default_storage.open(made.file.path) as stored:
        assert stored.read() == b"Dear Mr Wang"
    assert (made.file.size, made.file.content_type) == (12, "text/plain")
    assert EventRow.objects.get(name="FileAttached").data["row_id"] == folder.pk


def test_the_same_content_is_kept_once(folder: File, alice: User, at) -> None:
    first, second = attach(folder, alice, at), attach(folder, alice, at, name="b.txt")
    assert first.file.path == second.file.path
    assert first.file_id != second.file_id


def test_a_content_written_by_half_is_written_again(folder: File, alice: User, at) -> None:
    made = attach(folder, alice, at)
    with default_storage.open(made.file.path, "wb") as stored:
        stored.write(b"Dear")
    attach(folder, alice, at)
    with default_storage.open(made.file.path) as stored:
        assert stored.read() == b"Dear Mr Wang"


def test_what_is_too_large_is_refused_while_it_is_read(
    folder: File, alice: User, at, settings
) -> None:
    settings.UPLOAD_MB = 1
    read = 0

    def stream():
        nonlocal read
        for _ in range(10_000):
            read += 100_000
            yield b"x" * 100_000

    with pytest.raises(FileTooLarge, match="1 MB"):
        attach_file("folder", folder.pk, "big.txt", stream(), by=alice, at=at)
    assert read < 2_000_000
    assert File.objects.count() == 1


@pytest.mark.parametrize(("body", "error"), [(b"", FileEmpty), (b"MZ\x00\x00", FileRefused)])
def test_what_cannot_be_attached(folder: File, alice: User, at, body: bytes, error: type) -> None:
    with pytest.raises(error):
        attach(folder, alice, at, body)
    assert not Attachment.objects.exists()


def test_a_record_of_another_team_is_missing(folder: File, charlie: User, at) -> None:
    with pytest.raises(Missing):
        attach(folder, charlie, at)


def test_an_unknown_kind_is_missing(folder: File, alice: User, at) -> None:
    with pytest.raises(Missing):
        attach_file("secret", folder.pk, "a.txt", [b"a"], by=alice, at=at)


def test_it_goes_to_the_trash_and_comes_back(folder: File, alice: User, at) -> None:
    made = attach(folder, alice, at)
    trash_file(made.pk, by=alice, at=at)
    assert not Attachment.objects.kept().exists()
    restore_file(made.pk, by=alice, at=at)
    assert Attachment.objects.kept().get() == made
    told = EventRow.objects.order_by("id").values_list("name", flat=True)
    assert list(told) == ["FileAttached", "FileTrashed", "FileRestored"]


def test_a_trashed_file_stays_so_twice(folder: File, alice: User, at) -> None:
    made = attach(folder, alice, at)
    trash_file(made.pk, by=alice, at=at)
    trash_file(made.pk, by=alice, at=at)
    assert EventRow.objects.filter(name="FileTrashed").count() == 1


def test_another_team_cannot_take_it_off(folder: File, alice: User, charlie: User, at) -> None:
    made = attach(folder, alice, at)
    with pytest.raises(Missing):
        trash_file(made.pk, by=charlie, at=at)


def test_attaching_can_be_undone(folder: File, alice: User, at) -> None:
    attach(folder, alice, at)
    undo(last_group(), by=alice, at=at)
    assert not Attachment.objects.exists()
    assert File.objects.get() == folder


def test_nobody_else_on_the_machine_reads_it(folder: File, alice: User, at) -> None:
    stored = Path(default_storage.path(attach(folder, alice, at).file.path))
    assert stored.stat().st_mode & 0o077 == 0
    assert stored.parent.stat().st_mode & 0o077 == 0
