"""The search box of a list forgives a mistyped letter, where nothing is found as it was typed, and says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.search import spelling
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.plan import Plan

pytestmark = pytest.mark.django_db
SAID = "Spelled much alike"


@pytest.fixture
def client(
    alice: User,
    charlie: User,
    at: datetime,
    signed_in: Any,
    django_capture_on_commit_callbacks: Any,
) -> Client:
    """Alice, who knows a Schneider; Charlie knows another."""
    spelling._known.clear()
    with django_capture_on_commit_callbacks(execute=True):
        create_person(by=alice, at=at, family="Schneider", given="Thomas")
        create_person(by=charlie, at=at, family="Schneider", given="Hidden")
    found: Client = signed_in(alice)
    return found


def test_it_is_found_and_said(client: Client) -> None:
    page = client.get("/people/?q=schnieder").content.decode()
    assert SAID in page
    assert "Schneider" in page
    assert "Hidden" not in page
    assert "q=schnieder&amp;alike=1" in page  # the count, the export, the next page ask alike
    assert client.get("/lists/people/count?q=schnieder&alike=1").content.decode().count("1")
    grouped = client.get("/people/?q=schnieder&by=lifecycle").content.decode()
    assert SAID in grouped


def test_what_is_found_as_typed_costs_nothing_more(client: Client) -> None:
    with CaptureQueriesContext(connection) as plain:
        client.get("/people/?f=lifecycle:is:prospect&q=schneider")
    page = client.get("/people/?q=schneider").content.decode()
    assert SAID not in page
    assert "alike" not in page
    with CaptureQueriesContext(connection) as again:
        client.get("/people/?f=lifecycle:is:prospect&q=thomas")
    assert len(again) == len(plain)
    assert not any("core_searchword" in one["sql"] for one in [*plain, *again])


@pytest.mark.parametrize("words", ["zzzzzz", "王", "schnieder qqqq", "x"])
def test_what_nothing_is_like_is_not_found(client: Client, words: str) -> None:
    page = client.get(f"/people/?q={words}").content.decode()
    assert SAID not in page
    assert "Nobody matches these filters." in page


def test_other_lists_forgive_too(client: Client, alice: User, at: datetime) -> None:
    create_task(
        Plan(title="Call", party_id=Party.objects.visible_to(alice).get().pk), by=alice, at=at
    )
    for name, is_alike in [("tasks", True), ("households", False), ("orders", False)]:
        answer = client.get(f"/{name}/?q=schnieder&view=all")
        assert answer.status_code == 200
        assert (SAID in answer.content.decode()) == is_alike
