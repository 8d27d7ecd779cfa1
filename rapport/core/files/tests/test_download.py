"""Files are handed out to those who see the record, and never run in the browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.files.actions import attach_file
from rapport.core.files.models import Attachment, File

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def attached(folder: File, alice: User, at, body: bytes, name: str) -> Attachment:
    return attach_file("folder", folder.pk, name, [body], by=alice, at=at)


def get(client, verb: str, attachment: Attachment):
    return client.get(reverse(f"files:{verb}", args=[attachment.pk]))


@pytest.mark.parametrize("verb", ["download", "picture"])
def test_a_script_is_only_ever_a_download(folder, alice, at, signed_in, verb: str) -> None:
    made = attached(folder, alice, at, b"<svg onload=alert(1)>", "x.svg")
    answer = get(signed_in(alice), verb, made)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="x.svg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_picture_is_shown(folder, alice, at, signed_in) -> None:
    made = attached(folder, alice, at, PNG, "照片.png")
    answer = get(signed_in(alice), "picture", made)
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert b"".join(answer.streaming_content) == PNG


def test_another_team_gets_nothing(folder, alice, charlie: User, at, signed_in) -> None:
    made = attached(folder, alice, at, b"a", "a.txt")
    for verb in ("download", "picture"):
        assert get(signed_in(charlie), verb, made).status_code == 404


def test_who_is_not_signed_in_is_asked_to(folder, alice, at, client) -> None:
    made = attached(folder, alice, at, b"a", "a.txt")
    assert get(client, "download", made).status_code == 302


def test_a_lost_content_is_missing(folder, alice, at, signed_in) -> None:
    made = attached(folder, alice, at, b"a", "a.txt")
    File.objects.filter(pk=made.file_id).update(sha256="0" * 64)
    assert get(signed_in(alice), "download", made).status_code == 404
