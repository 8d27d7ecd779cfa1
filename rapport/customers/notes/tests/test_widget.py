"""What colleagues wrote about one's customers, on the home page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse_lazy

from rapport.core.access.models import User
from rapport.customers.notes.actions import write_note

pytestmark = pytest.mark.django_db
ADDRESS = reverse_lazy("home:part", args=["notes"])


def test_notes_of_colleagues_and_not_ones_own(
    wang, alice: User, bob: User, charlie: User, at: datetime, signed_in: Callable[[User], Client]
) -> None:
    write_note(wang.pk, by=bob, at=at, body="Likes window seats")
    write_note(wang.pk, by=alice, at=at, body="Told him so")
    html = signed_in(alice).get(ADDRESS).content.decode()
    assert "Likes window seats" in html
    assert "Told him so" not in html
    assert "No notes yet" in signed_in(bob).get(ADDRESS).content.decode()
    assert "No notes yet" in signed_in(charlie).get(ADDRESS).content.decode()


def test_who_is_mentioned_is_shown_it(
    wang, alice: User, bob: User, at: datetime, signed_in: Callable[[User], Client]
) -> None:
    write_note(wang.pk, by=alice, at=at, body="@Bob he asked for you")
    assert "he asked for you" in signed_in(bob).get(ADDRESS).content.decode()
