"""What is shared from another app is kept, and goes to the customer whom it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import Role, User
from rapport.core.access.queries import system
from rapport.core.action import last_group
from rapport.core.errors import Missing, NotAllowed
from rapport.core.files.actions import FileRefused
from rapport.core.files.models import Attachment
from rapport.core.undo.actions import undo
from rapport.customers.cards.tests.test_reading import APPLE
from rapport.customers.notes.models import Note
from rapport.customers.received.actions import (
    NothingShared,
    TooManyShared,
    discard_received,
    forget_held,
    place_received,
    receive,
)
from rapport.customers.received.models import Held, Received

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(24)


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Any) -> None:
    place = {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | place}


def test_a_text_and_a_picture_go_to_the_customer(wang, alice: User, at: datetime) -> None:
    row = receive(by=alice, at=at, text="Sea view\0", files=[("card.png", [PICTURE])])
    party = place_received(row.pk, party_id=wang.pk, by=alice, at=at, body="Likes this view")
    assert party.pk == wang.pk
    assert Note.objects.get(party=wang.pk).body == "Likes this view"
    assert Attachment.objects.get(kind="party", row_id=wang.pk).file.name == "card.png"
    assert not Received.objects.exists()
    group = last_group()
    assert group is not None
    undo(group, by=alice, at=at)
    assert not Note.objects.filter(party=wang.pk).exists()
    assert not Attachment.objects.exists()


def test_files_need_no_note_and_nothing_is_refused(wang, alice: User, at: datetime) -> None:
    row = receive(by=alice, at=at, text="", files=[("card.png", [PICTURE])])
    place_received(row.pk, party_id=wang.pk, by=alice, at=at)
    assert not Note.objects.exists()
    with pytest.raises(NothingShared):
        receive(by=alice, at=at, text=" \0 ")
    empty = receive(by=alice, at=at, text="Something")
    with pytest.raises(NothingShared):
        place_received(empty.pk, party_id=wang.pk, by=alice, at=at, body=" ")


def test_what_cannot_be_kept_keeps_nothing_by_half(alice: User, at: datetime) -> None:
    with pytest.raises(FileRefused):
        receive(by=alice, at=at, text="See", files=[("virus.exe", [b"MZ\x90\x00" + bytes(64)])])
    with pytest.raises(TooManyShared):
        receive(by=alice, at=at, text="", files=[(f"{n}.png", [PICTURE]) for n in range(11)])
    assert not Received.objects.exists()


def test_it_is_hers_alone(wang, alice: User, bob: User, charlie: User, at: datetime) -> None:
    row = receive(by=alice, at=at, text="Sea view")
    with pytest.raises(Missing):
        place_received(row.pk, party_id=wang.pk, by=bob, at=at, body="x")
    with pytest.raises(Missing):
        discard_received(row.pk, by=charlie, at=at)
    theirs = receive(by=charlie, at=at, text="Mountain view")
    with pytest.raises(Missing):  # he cannot see the customer
        place_received(theirs.pk, party_id=wang.pk, by=charlie, at=at, body="x")
    charlie.grants.update(role=Role.objects.create(key="guest", name="Guest", rights={}))
    with pytest.raises(NotAllowed):
        receive(by=User.objects.get(pk=charlie.pk), at=at, text="x")


def test_what_is_left_for_a_week_is_forgotten(alice: User, at: datetime) -> None:
    receive(by=alice, at=at, text="Old")
    receive(by=alice, at=at + timedelta(days=8), text="New")
    assert [row.text for row in Received.objects.all()] == ["New"]


def test_the_phone_hands_over_and_she_says_whom_it_is_about(
    wang, alice: User, signed_in: SignIn
) -> None:
    client = signed_in(alice)
    address = client.get("/manifest.webmanifest").json()["share_target"]["action"]
    phone = Client(enforce_csrf_checks=True)  # it sends no token
    phone.cookies = client.cookies
    shared = {"title": "Hotel", "text": "Hotel", "url": "https://example.com/sea"}
    answer = phone.post(address, {**shared, "files": SimpleUploadedFile("a.png", PICTURE)})
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert "Hotel\nhttps://example.com/sea" in page
    assert "a.png" in page
    assert "Hotel" in client.get(address).content.decode()
    assert client.post(answer["Location"], {"body": "x"}).status_code == 422
    done = client.post(answer["Location"], {"party": wang.pk, "body": "He asked for this"})
    assert done["Location"] == reverse("parties:open", args=[wang.pk])
    assert "Nothing waits here" in client.get(address).content.decode()


def test_a_contact_becomes_a_new_person(alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)
    card = SimpleUploadedFile("Anna.vcf", APPLE.encode(), "text/vcard")
    answer = client.post(reverse("received:take"), {"files": card})
    page = client.get(answer["Location"]).content.decode()
    assert "A contact: Dr. Anna Schmidt" in page
    assert "Dr. Anna Schmidt\nHead of procurement\nHanse Reisen, GmbH" in page
    start = page.index("/people/new?")
    form = client.get(page[start : page.index('"', start)].replace("&amp;", "&"))
    for value in ("Schmidt", "Anna", "+49 170 5550001", "anna@example.com"):
        assert f'value="{value}"' in form.content.decode()


def test_another_website_is_refused(alice: User, signed_in: SignIn) -> None:
    answer = signed_in(alice).post(
        reverse("received:take"), {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert not Received.objects.exists()


def test_discarded(alice: User, at: datetime, signed_in: SignIn) -> None:
    row = receive(by=alice, at=at, text="x")
    client = signed_in(alice)
    assert client.get(reverse("received:discard", args=[row.pk])).status_code == 405
    assert client.post(reverse("received:discard", args=[row.pk])).status_code == 303
    assert client.get(reverse("received:open", args=[row.pk])).status_code == 404


def test_what_was_shared_signed_out_is_there_after_the_sign_in(
    alice: User, client: Client, at: datetime
) -> None:
    picture = SimpleUploadedFile("card.png", PICTURE, "image/png")
    answer = client.post(reverse("received:take"), {"text": "Sea view", "files": [picture]})
    assert answer.status_code == 302
    assert "Sea" not in answer["Location"]
    held = Held.objects.get()
    assert "Sea view" not in held.sealed
    signed = {"login": alice.email, "password": "alicealice"}
    there = client.post(answer["Location"], signed)
    assert there["Location"] == reverse("received:take")
    shown = client.get(there["Location"])
    row = Received.objects.get()
    assert shown["Location"] == reverse("received:open", args=[row.pk])
    assert (row.user, row.text, row.files.get().file.name) == (alice, "Sea view", "card.png")
    assert not Held.objects.exists()
    assert client.get(reverse("received:take")).status_code == 200


def test_a_stranger_can_hold_little_and_not_for_long(alice: User, client: Client) -> None:
    address = reverse("received:take")
    big = SimpleUploadedFile("big.png", PICTURE + bytes(9_000_000), "image/png")
    assert client.post(address, {"files": [big]}).status_code == 302
    assert client.post(address, {}).status_code == 302
    client.post(address, {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert not Held.objects.exists()
    for _turn in range(25):
        Client().post(address, {"text": "x"})
    assert Held.objects.count() == 20
    client.post(address, {"text": "too late"})
    Held.objects.update(held_at=timezone.now() - timedelta(minutes=31))
    forget_held(by=system(), at=timezone.now())
    assert not Held.objects.exists()


def test_what_was_forgotten_meanwhile_is_no_error(
    alice: User, client: Client, signed_in: SignIn
) -> None:
    client.post(reverse("received:take"), {"text": "Sea view"})
    Held.objects.all().delete()
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("received:take")).status_code == 200
