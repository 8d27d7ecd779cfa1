"""The first page says what is to be done today, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import User
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db


def read(client: Client) -> str:
    return client.get(reverse("home")).content.decode()


def test_what_waits_with_its_reason(logged, planned, alice: User, signed_in) -> None:
    now = timezone.now()
    planned("Call back", due_on=timezone.localdate() - timedelta(days=2))
    planned("Next week", due_on=timezone.localdate() + timedelta(days=7))
    logged(reason="complaint", subject="The charger gets hot", started_at=now - timedelta(days=90))
    html = read(signed_in(alice))
    assert "Call back" in html
    assert "2" in html
    assert "overdue" in html
    assert "王伟 waits for an answer" in html
    assert "The charger gets hot" in html
    assert "王伟 has not heard from us" in html
    assert "Next step: Call back" in html
    assert 'href="/tasks/' in html


def test_who_was_in_touch_lately_is_not_quiet(logged, alice: User, signed_in) -> None:
    logged(started_at=timezone.now() - timedelta(days=3))
    assert "has not heard" not in read(signed_in(alice))


def test_a_clear_day_says_so(wang, alice: User, signed_in) -> None:
    html = read(signed_in(alice))
    assert "Nothing is due today." in html
    assert "Nothing waits for you." in html


def test_a_new_company_is_taught(alice: User, admin: User, signed_in) -> None:
    html = read(signed_in(alice))
    assert "Nobody here yet" in html
    assert reverse("people:create") in html
    assert reverse("imports:create") not in html  # a seller may not import
    assert reverse("imports:create") in read(signed_in(admin))


def test_another_team_sees_none_of_it(logged, planned, charlie: User, signed_in) -> None:
    planned("Call back", due_on=timezone.localdate())
    logged(reason="complaint")
    html = read(signed_in(charlie))
    assert "王伟" not in html
    assert "Call back" not in html


def test_the_same_number_of_queries(wang, alice: User, signed_in, logged, planned, at) -> None:
    client, old = signed_in(alice), timezone.now() - timedelta(days=90)
    planned("One", due_on=timezone.localdate())
    logged(reason="complaint", started_at=old)
    with CaptureQueriesContext(connection) as one:
        read(client)
    for number in range(8):
        planned(f"No. {number}", due_on=timezone.localdate())
        logged(reason="complaint", started_at=old)
        create_person(by=alice, at=at, family="李", given=str(number))
    with CaptureQueriesContext(connection) as many:
        read(client)
    assert len(many) == len(one)
