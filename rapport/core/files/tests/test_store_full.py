"""An upload that finds no room: one sentence, and nothing half there."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.files.models import File
from rapport.core.files.store import SPOOLED, contents

pytestmark = pytest.mark.django_db
LIMIT = 1_000_000


@pytest.fixture
def _no_room() -> Iterator[None]:
    """Let no file of this process grow beyond the limit: writing fails as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("_no_room")
@pytest.mark.parametrize("size", [SPOOLED - 1, SPOOLED + 1], ids=["in the store", "on its way"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_full_disk_is_a_sentence(
    folder: File, alice: User, signed_in, settings, size: int, language: str
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    before = set(contents())
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * LIMIT
    address = reverse("files:panel", args=["folder", folder.pk])
    sent = {"file": SimpleUploadedFile("big.txt", b"x" * size)}
    answer = signed_in(alice).post(address, sent)
    assert answer.status_code == 507
    sentence = "There is no room left on the server" if language == "en" else "服务器空间不足"
    assert sentence in answer.content.decode()
    assert set(contents()) == before
    assert File.objects.count() == 1
