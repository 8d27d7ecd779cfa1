"""What colleagues wrote about one's customers, on the home page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.access.models import User
from rapport.customers.notes.actions import write_note

pytestmark = pytest.mark.django_db


def test_notes_of_colleagues_and_not_ones_own(
    wang, alice: User, bob: User, charlie: User, at: datetime, signed_in: Callable[[User], Client]
) -> None:
    write_note(wang.pk, by=bob, at=at, body="Likes window seats")
    write_note(wang.pk, by=alice, at=at, body="Told him so")
    address = reverse("home:part", args=["notes"])
    html = signed_in(alice).get(address).content.decode()
    assert "Likes window seats" in html
    assert "Told him so" not in html
    assert "No notes yet" in signed_in(bob).get(address).content.decode()
    assert "No notes yet" in signed_in(charlie).get(address).content.decode()
