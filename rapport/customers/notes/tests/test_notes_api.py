"""Notes over the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.customers.notes.models import Note

JSON = "application/json"


def test_it_is_written_corrected_and_deleted(alice, caller, wang):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/notes"
    made = client.post(address, {"body": "Likes tea\nand boats"}, content_type=JSON)
    assert made.status_code == 201, made.content
    assert (made.json()["body"], made.json()["author_id"]) == ("Likes tea\nand boats", alice.pk)
    note, tag = made["Location"], {"If-Match": made["ETag"]}
    edited = client.put(note, {"body": "Likes coffee"}, content_type=JSON, headers=tag)
    assert edited.json()["edited_at"]
    late = client.put(note, {"body": "x"}, content_type=JSON, headers=tag)
    assert late.status_code == 412
    assert [one["body"] for one in client.get(address).json()["items"]] == ["Likes coffee"]
    assert client.delete(note, headers=tag).status_code == 412
    assert client.delete(note).status_code == 204
    assert client.get(note).status_code == 404
    assert client.get(address).json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "body"), ({"body": " "}, "body"), ({"body": "x" * 20_001}, "body")],
)
def test_what_cannot_be_names_its_field(alice, caller, wang, sent, field):
    answer = caller(alice).post(f"/api/v1/parties/{wang.pk}/notes", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Note.objects.exists()


def test_only_the_author_corrects_it_and_charlie_sees_nothing(alice, bob, charlie, caller, wang):
    address = f"/api/v1/parties/{wang.pk}/notes"
    note = caller(alice).post(address, {"body": "Mine"}, content_type=JSON)["Location"]
    assert caller(bob).get(note).status_code == 200
    assert caller(bob).put(note, {"body": "x"}, content_type=JSON).status_code == 403
    client = caller(charlie)
    assert client.get(note).status_code == 404
    assert client.get(address).status_code == 404
    assert client.post(address, {"body": "x"}, content_type=JSON).status_code == 404
    assert client.delete(note).status_code == 404


def test_all_of_them_are_read_page_by_page(alice, caller, wang, li, at):
    """Many were written in the same second; none is told twice, none is left out."""
    notes = [
        Note(party_id=wang.pk, author=alice, body=f"{n}", written_at=at - timedelta(seconds=n // 9))
        for n in range(45)
    ]
    Note.objects.bulk_create(notes)
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/notes"
    bodies, next_ = [], f"{address}?limit=20"
    while next_:
        page = client.get(next_).json()
        bodies += [one["body"] for one in page["items"]]
        next_ = page["next"]
    expected = sorted(notes, key=lambda one: (one.written_at, one.pk), reverse=True)
    assert bodies == [one.body for one in expected]
    after = client.get(f"{address}?limit=20").json()["next"].partition("after=")[2]
    elsewhere = client.get(f"/api/v1/parties/{li.pk}/notes?after={after}")
    assert (elsewhere.status_code, client.get(f"{address}?after=x{after}").status_code) == (
        422,
        422,
    )
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{address}?limit=1")
    assert len(many) == len(few)
