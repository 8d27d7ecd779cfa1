"""Files over the API: the rights are those of the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.files.actions import attach_file
from rapport.core.files.models import Attachment, File


@pytest.fixture
def place(folder):
    """The address of a record's files."""
    return f"/api/v1/files/of/folder/{folder.pk}"


def upload(name="offer.txt", content=b"Offer"):
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_is_attached_listed_fetched_and_taken_off(alice, caller, folder, place):
    client = caller(alice)
    made = client.post(place, upload("报价.txt"))
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["name"], told["size"], told["content_type"]) == ("报价.txt", 5, "text/plain")
    assert (told["kind"], told["record_id"]) == ("folder", folder.pk)
    one = made["Location"]
    assert client.get(one).json() == told
    assert client.get(one, headers={"If-None-Match": made["ETag"]}).status_code == 304
    assert client.get(place).json() == {"items": [told], "next": None}
    content = client.get(f"{one}/content")
    assert b"".join(content.streaming_content) == b"Offer"
    assert content["Content-Disposition"].startswith("attachment")
    assert content["X-Content-Type-Options"] == "nosniff"
    assert client.delete(one, headers={"If-Match": '"99"'}).status_code == 412
    assert client.delete(one, headers={"If-Match": made["ETag"]}).status_code == 204
    assert client.get(place).json()["items"] == []
    for gone in (one, f"{one}/content"):
        assert client.get(gone).status_code == 404
    assert Attachment.objects.get().trashed_at is not None


def test_as_charlie_it_is_not_there(alice, charlie, caller, place):
    one = caller(alice).post(place, upload())["Location"]
    client = caller(charlie)
    for answer in (
        client.get(place),
        client.post(place, upload()),
        client.get(one),
        client.get(f"{one}/content"),
        client.delete(one),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert Attachment.objects.filter(trashed_at=None).count() == 1


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({}, 422, "See the fields."),
        ({"file": "text"}, 422, "See the fields."),
        (upload(content=b""), 422, "This file is empty."),
        (upload("a.png", b"\x7fELF" + bytes(60)), 422, "Files of this kind cannot be attached."),
        (upload("a.txt", b"x" * 1_000_001), 422, "This file is larger than 1 MB."),
    ],
)
def test_what_cannot_be_attached_is_told(alice, caller, place, settings, sent, status, sentence):
    settings.UPLOAD_MB = 1
    answer = caller(alice).post(place, sent)
    assert (answer.status_code, sentence in answer.json()["detail"]) == (status, True)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("\u202egpj.exe.txt", "gpj.exe.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("☃🚀.txt", "☃🚀.txt"),
    ],
)
def test_a_name_in_which_nothing_hides(alice, caller, place, raw, kept):
    assert caller(alice).post(place, upload(raw)).json()["name"] == kept


def test_there_are_no_files_of_unknown_things(alice, caller, folder):
    for kind in ("dragon", "user", "Party", "party'"):
        answer = caller(alice).get(f"/api/v1/files/of/{kind}/{folder.pk}")
        assert answer.status_code in {404, 422}


def test_the_same_upload_sent_twice_is_one_file(alice, caller, place):
    """Larger than what Django keeps of a body in memory."""
    client, key = caller(alice), {"Idempotency-Key": "offer-1"}
    content = b"x" * 3_000_000
    first = client.post(place, upload(content=content), headers=key)
    again = client.post(place, upload(content=content), headers=key)
    assert first.status_code == again.status_code == 201
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    other = client.post(place, upload(content=b"y" * 3_000_000), headers=key)
    assert other.status_code == 409
    assert Attachment.objects.count() == 1


def test_pages_and_queries(alice, at, caller, folder, place):
    for number in range(5):
        attach_file("folder", folder.pk, f"{number}.txt", [b"x"], by=alice, at=at)
    client = caller(alice)
    first = client.get(f"{place}?limit=3").json()
    rest = client.get(first["next"]).json()
    names = [one["name"] for one in first["items"] + rest["items"]]
    assert (names, rest["next"]) == (["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"], None)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{place}?limit=1")
    with CaptureQueriesContext(connection) as many:
        client.get(place)
    assert len(few) == len(many)
    assert File.objects.exists()
