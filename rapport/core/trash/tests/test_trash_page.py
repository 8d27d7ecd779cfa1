"""The trash page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.files.models import Attachment

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def test_an_empty_trash_teaches(alice: User, signed_in) -> None:
    html = signed_in(alice).get(reverse("trash:open")).content.decode()
    assert "The trash is empty" in html
    assert "30 days" in html


def test_it_is_listed_found_and_restored(trashed, alice: User, signed_in) -> None:
    row, client = trashed("offer.txt"), signed_in(alice)
    html = client.get(reverse("trash:open")).content.decode()
    assert "offer.txt" in html
    assert "Delete for good" not in html
    assert "offer.txt" in client.get(reverse("trash:open"), {"q": "off"}).content.decode()
    assert "Nothing like that" in client.get(reverse("trash:open"), {"q": "zzz"}).content.decode()
    answer = client.post(reverse("trash:restore"), {"id": f"file:{row.pk}"})
    assert answer.status_code == 303
    assert "1 record restored." in client.get(reverse("trash:open")).content.decode()


def test_an_administrator_is_asked_and_purges(trashed, admin: User, signed_in) -> None:
    row, client = trashed(), signed_in(admin)
    assert "Delete for good" in client.get(reverse("trash:open")).content.decode()
    sent = {"id": f"file:{row.pk}"}
    asked = client.get(reverse("trash:ask_purge"), sent, headers=HX).content.decode()
    assert "Delete 1 record for good?" in asked
    assert client.post(reverse("trash:purge"), sent, headers=HX).status_code == 204
    assert not Attachment.objects.exists()


def test_a_seller_cannot_purge(trashed, alice: User, signed_in) -> None:
    sent = {"id": f"file:{trashed().pk}"}
    assert signed_in(alice).post(reverse("trash:purge"), sent).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"after": "forged"}, 422), ({"kind": "secrets"}, 404), ({"q": "\x00"}, 200)],
)
def test_odd_addresses(alice: User, signed_in, asked, status) -> None:
    assert signed_in(alice).get(reverse("trash:open"), asked).status_code == status


def test_nothing_chosen_is_said(alice: User, admin: User, signed_in) -> None:
    assert signed_in(alice).post(reverse("trash:restore")).status_code == 422
    assert signed_in(admin).get(reverse("trash:ask_purge")).status_code == 422


def test_another_team_restores_nothing(trashed, charlie: User, signed_in) -> None:
    sent = {"id": f"file:{trashed().pk}"}
    assert signed_in(charlie).post(reverse("trash:restore"), sent).status_code == 404


def test_as_many_queries_for_forty_as_for_one(trashed, alice: User, signed_in) -> None:
    client = signed_in(alice)
    trashed()
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("trash:open"))
    for number in range(40):
        trashed(f"{number}.txt")
    with CaptureQueriesContext(connection) as forty:
        client.get(reverse("trash:open"))
    assert len(forty) == len(one)
