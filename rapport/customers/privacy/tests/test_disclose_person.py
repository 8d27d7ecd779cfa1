"""One file with all that is held of a person: of every room, for her and for a program, with her files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.erasure.belonging import belongings
from rapport.core.errors import Missing, NotAllowed
from rapport.core.files.actions import attach_file
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.notes.actions import write_note
from rapport.customers.notes.models import Note
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import edit_person
from rapport.customers.people.models import Person
from rapport.customers.privacy.actions import disclose_person
from rapport.customers.privacy.paper import write_file
from rapport.touchpoints.interactions.models import Interaction

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(24)


@pytest.fixture
def known(wang: Person, haina: Organization, alice: User, at: datetime) -> Person:
    """王伟, of whom several rooms know something."""
    start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk, title="Buyer")
    write_note(wang.pk, by=alice, at=at, body="Likes tea from Hangzhou")
    attach_file("party", wang.pk, "contract.png", [PICTURE], by=alice, at=at)
    edit_person(wang.pk, by=alice, at=at, changes={"given": "炜"})
    Interaction.objects.create(
        party_id=wang.pk,
        staff=alice,
        channel="phone",
        direction="in",
        started_at=at,
        subject="Asked for a price",
    )
    return wang


def test_one_file(known: Person, admin: User, at: datetime, told: Any) -> None:
    party = disclose_person(known.pk, by=admin, at=at)
    pack = ZipFile(write_file(party, admin, language="en", at=at))
    data = json.loads(pack.read("data.json"))
    assert data["customers_person"][0]["given"] == "炜"
    assert {one["raw"] for one in data["customers_contactpoint"]} == {
        "+86 138 1643 2207",
        "Wang.Wei@Hailan.example",
    }
    assert [one["subject"] for one in data["touchpoints_interaction"]] == ["Asked for a price"]
    assert any((one["before"] or {}).get("given") == "伟" for one in data["changes"])
    page = pack.read("Read me.html").decode()
    for words in ("王炜", "Likes tea from Hangzhou", "Buyer", "海纳", "GDPR 15", "PIPL 45"):
        assert words in page
    (name,) = [one for one in pack.namelist() if one.startswith("files/")]
    assert name.endswith("contract.png")
    assert pack.read(name) == PICTURE
    assert told("PersonDisclosed") == [{"party_id": known.pk}]


def test_in_chinese(known: Person, admin: User, at: datetime) -> None:
    pack = ZipFile(write_file(Party.objects.get(pk=known.pk), admin, language="zh-hans", at=at))
    assert "我们保存的关于您的信息" in pack.read("请先阅读.html").decode()


def test_is_for_few(
    known: Person, alice: User, admin: User, haina: Organization, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        disclose_person(known.pk, by=alice, at=at)
    with pytest.raises(Missing):
        disclose_person(haina.pk, by=admin, at=at)


def test_page(known: Person, admin: User, signed_in: Callable[[User], Any]) -> None:
    client = signed_in(admin)
    page = client.get(f"/people/{known.pk}/privacy").content.decode()
    assert "Number or address" in page
    answer = client.post(f"/people/{known.pk}/privacy/file", {"language": "en"})
    assert answer["Content-Type"] == "application/zip"
    assert "data.json" in ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()


def test_what_belongs_is_found_from_the_models(
    known: Person, li: Person, alice: User, at: datetime
) -> None:
    with CaptureQueriesContext(connection) as few:
        held = belongings(Party, [known.pk])
    assert len(held[ContactPoint]) == 2
    assert set(Note.objects.filter(pk__in=held[Note]).values_list("party_id", flat=True)) == {
        known.pk
    }
    for number in range(20):
        write_note(known.pk, by=alice, at=at, body=f"Note {number}")
    with CaptureQueriesContext(connection) as many:
        belongings(Party, [known.pk])
    assert len(many) == len(few)
