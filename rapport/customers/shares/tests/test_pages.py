"""Who can see a record: the dialog, sharing from it, and the reason why."""

from __future__ import annotations

import pytest

from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def test_sharing_from_the_dialog(wang, alice, charlie, signed_in) -> None:
    client = signed_in(alice)
    form = {"who": f"user:{charlie.pk}", "can_change": "yes"}
    assert client.post(f"/parties/{wang.pk}/shares/new", form, headers=HX).status_code == 204
    assert Party.objects.visible_to(charlie).filter(pk=wang.pk).exists()
    text = client.get(f"/parties/{wang.pk}/shares", headers=HX).content.decode()
    assert "Charlie" in text
    assert client.get(f"/access/why/customers.party/{wang.pk}", headers=HX).status_code == 200


def test_nobody_chosen(wang, alice, signed_in) -> None:
    answer = signed_in(alice).post(f"/parties/{wang.pk}/shares/new", {"who": ""}, headers=HX)
    assert answer.status_code == 422


def test_an_empty_list_teaches(bob, signed_in) -> None:
    text = signed_in(bob).get("/people/").content.decode()
    assert "Import a file or add the first one." in text
    assert "/imports/new" in text
