"""The files beside a record: shown, dropped, taken off."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.files.actions import attach_file
from rapport.core.files.models import Attachment, File

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def address(folder: File) -> str:
    return reverse("files:panel", args=["folder", folder.pk])


def upload(name: str = "报价单.txt", body: bytes = b"1,200") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def test_what_is_dropped_stands_in_the_list(folder, alice: User, signed_in) -> None:
    client = signed_in(alice)
    assert "Drop files here" in client.get(address(folder)).content.decode()
    answer = client.post(address(folder), {"file": upload()}, headers=HX)
    assert answer.content.decode().count("<li>") == 1
    assert "报价单.txt" in answer.content.decode()
    assert "/undo/" in answer["HX-Trigger"]
    assert "报价单.txt" in client.get(address(folder)).content.decode()


def test_a_misleading_name_is_cleaned_and_said(folder, alice: User, signed_in) -> None:
    client = signed_in(alice)
    client.post(address(folder), {"file": upload("photo\u202egpj.txt")}, headers=HX)
    assert File.objects.latest("id").name == "photogpj.txt"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"MZ\x00\x00", "Files of this kind cannot be attached"),
        (b"", "This file is empty"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_is_refused_says_why(folder, alice, signed_in, settings, body, sentence) -> None:
    settings.UPLOAD_MB = settings.IMPORT_MB = 1
    answer = signed_in(alice).post(address(folder), {"file": upload(body=body)}, headers=HX)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_form_without_a_file(folder, alice: User, signed_in) -> None:
    assert signed_in(alice).post(address(folder), headers=HX).status_code == 422


def test_a_file_is_taken_off(folder, alice: User, at, signed_in) -> None:
    made = attach_file("folder", folder.pk, "a.txt", [b"a"], by=alice, at=at)
    client = signed_in(alice)
    answer = client.post(reverse("files:trash", args=[made.pk]), headers=HX)
    assert "Moved “a.txt” to the trash." in answer["HX-Trigger"].encode().decode("unicode-escape")
    assert "a.txt" not in client.get(address(folder)).content.decode()


def test_another_team_finds_nothing(folder, alice, charlie: User, at, signed_in) -> None:
    made = attach_file("folder", folder.pk, "a.txt", [b"a"], by=alice, at=at)
    client = signed_in(charlie)
    assert client.get(address(folder)).status_code == 404
    assert client.post(address(folder), {"file": upload()}).status_code == 404
    assert client.post(reverse("files:trash", args=[made.pk])).status_code == 404
    assert client.get(reverse("files:panel", args=["secret", 1])).status_code == 404


def test_as_many_queries_for_fifty_as_for_one(folder, alice: User, at, signed_in) -> None:
    client = signed_in(alice)
    attach_file("folder", folder.pk, "a.txt", [b"a"], by=alice, at=at)
    with CaptureQueriesContext(connection) as one:
        client.get(address(folder))
    for number in range(50):
        attach_file("folder", folder.pk, f"{number}.txt", [b"a"], by=alice, at=at)
    with CaptureQueriesContext(connection) as fifty:
        client.get(address(folder))
    assert len(fifty) == len(one)
