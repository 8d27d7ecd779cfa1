"""The home page's parts of this room: what waits for her with its reason, and what the team did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def part(client: Client, name: str) -> str:
    return client.get(
        reverse("home:part", args=[name]), headers={"HX-Request": "true"}
    ).content.decode()


def test_what_waits_with_its_reason(logged, planned, alice: User, signed_in: SignIn) -> None:
    planned("Call back", due_on=timezone.localdate() - timedelta(days=2))
    planned("Next week", due_on=timezone.localdate() + timedelta(days=7))
    long_ago = timezone.now() - timedelta(days=90)
    logged(reason="complaint", subject="The charger gets hot", started_at=long_ago)
    client = signed_in(alice)
    tasks, waiting = part(client, "tasks"), part(client, "waiting")
    assert "Call back" in tasks
    assert "overdue" in tasks
    assert "Next week" not in tasks
    assert 'href="/tasks/' in tasks
    assert "王伟 waits for an answer" in waiting
    assert "The charger gets hot" in waiting
    assert "王伟 has not heard from us" in waiting
    assert "Next step: Call back" in waiting


def test_who_was_in_touch_lately_is_not_quiet(logged, alice: User, signed_in: SignIn) -> None:
    logged(started_at=timezone.now() - timedelta(days=3))
    assert "has not heard" not in part(signed_in(alice), "waiting")


def test_a_clear_day_says_so(wang, alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)
    assert "Nothing is due today." in part(client, "tasks")
    assert "Nobody waits for you." in part(client, "waiting")


def test_what_the_team_did_this_week(
    logged, planned, alice: User, bob: User, signed_in: SignIn
) -> None:
    now = timezone.now()
    logged(started_at=now - timedelta(hours=2))
    logged(started_at=now - timedelta(days=8))
    planned(finished=True)
    html = part(signed_in(bob), "team")
    assert "Alice" in html
    assert "1 contact" in html
    assert "Bob" not in html


def test_another_team_sees_none_of_it(logged, planned, charlie: User, signed_in: SignIn) -> None:
    planned("Call back", due_on=timezone.localdate())
    logged(reason="complaint", started_at=timezone.now() - timedelta(days=1))
    client = signed_in(charlie)
    for name in ("tasks", "waiting", "team", "notes"):
        html = part(client, name)
        assert "王伟" not in html
        assert "Alice" not in html
        assert "Call back" not in html
