"""Every night, what nothing names any more leaves the store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.errors import NotAllowed
from rapport.core.files import store
from rapport.core.files.actions import attach_file, remove_orphans
from rapport.core.files.models import Attachment, File
from rapport.core.jobs import files as jobs

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=2)


def test_files_of_deleted_records_go_with_their_content(folder: File, alice: User, at) -> None:
    made = attach_file("folder", folder.pk, "a.txt", [b"a"], by=alice, at=at)
    kept = attach_file("folder", made.file_id, "b.txt", [b"b"], by=alice, at=at)
    Attachment.objects.filter(pk=made.pk).update(row_id=10**9)
    jobs.sweep_files(by=system(), at=timezone.now() + TOMORROW)
    assert set(store.contents()) == {kept.file.sha256}


def test_what_is_named_stays(folder: File, alice: User, at) -> None:
    made = attach_file("folder", folder.pk, "a.txt", [b"a"], by=alice, at=at)
    Attachment.objects.create(file=folder, kind="folder", row_id=made.file_id)
    jobs.sweep_files(by=system(), at=timezone.now() + TOMORROW)
    assert set(store.contents()) == {folder.sha256, made.file.sha256}


def test_a_file_of_today_stays_for_its_form_may_still_be_open(folder: File) -> None:
    jobs.sweep_files(by=system(), at=timezone.now())
    assert list(store.contents()) == [folder.sha256]


def test_a_content_without_a_row_is_removed(db: None) -> None:
    name = "ab" * 32
    default_storage.save(f"ab/ab/{name}", ContentFile(b"left by a killed process"))
    jobs.sweep_files(by=system(), at=timezone.now())
    assert list(store.contents()) == []


def test_a_seller_may_not(alice: User, at) -> None:
    with pytest.raises(NotAllowed):
        remove_orphans(by=alice, at=at)
