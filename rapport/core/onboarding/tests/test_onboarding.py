"""First steps: the data tell what is done, nobody ticks it off; what is put away stays away until it is brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.config.demo.tour.progress import is_demo
from rapport.core.access.models import Team, User
from rapport.core.company.models import Company
from rapport.core.onboarding.models import Onboarding
from rapport.core.views.actions import save_view
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def haina(db: None, settings: Any, tmp_path: Path) -> Iterator[Company]:
    """The company, which was named at the first start, and is not that of the demo."""
    settings.HOME = tmp_path
    is_demo.cache_clear()
    yield Company.objects.create(pk=1, name="海纳", base_currency="CNY")
    is_demo.cache_clear()


def card(client: Client) -> str:
    answer = client.get(reverse("onboarding:card"), headers={"HX-Request": "true"})
    return " ".join(answer.content.decode().split())


def is_done(html: str, label: str) -> bool:
    assert label in html, label
    return f"<h3>{label}</h3>" in html


def test_the_company_is_set_up(admin: User, at: datetime, signed_in: SignIn) -> None:
    client = signed_in(admin)
    html = card(client)
    assert is_done(html, "Name the company")
    assert not is_done(html, "Lay out the teams")
    assert not is_done(html, "Import your customers")
    assert reverse("imports:create") in html
    Team.objects.create(name="North")
    create_person(by=admin, at=at, family="王", given="伟")
    html = card(client)
    assert is_done(html, "Lay out the teams")
    assert is_done(html, "Import your customers")


def test_a_colleague_has_her_own_steps_only(alice: User, signed_in: SignIn) -> None:
    html = card(signed_in(alice))
    assert "Set Rapport up" not in html
    assert "0 of 7 done" in html
    assert "tour" not in html  # a company of its own has none


def test_what_she_does_is_seen(alice: User, at: datetime, signed_in: SignIn) -> None:
    client = signed_in(alice)
    person = create_person(by=alice, at=at, family="王", given="伟")
    client.get(reverse("search:palette"), {"q": "wangwei"})
    client.get(reverse("people:open", args=[person.pk]))
    save_view("people", by=alice, at=at, name="Mine")
    profile = {"name": "Alice", "language": "en", "timezone": "UTC"}
    client.post(reverse("profile:edit"), profile | {"theme": "dark", "density": "compact"})
    client.post(
        reverse("interactions:log") + f"?party={person.pk}",
        {"channel": "phone", "direction": "out", "day": "2026-09-17", "time": "10:00"}
        | {"subject": "Rooms", "party": person.pk},
    )
    html = card(client)
    for label in ("Find somebody by Ctrl K", "Open a customer", "Save a view"):
        assert is_done(html, label), label
    assert is_done(html, "Check your name, language and time zone")
    assert not is_done(html, "Protect your account")


def test_looking_around_in_another_session_counts_once(alice: User, signed_in: SignIn) -> None:
    for _session in range(2):
        client = signed_in(alice)
        client.get(reverse("search:palette"), {"q": "wangwei"})
    assert Onboarding.objects.get(user=alice).tried == ["palette"]
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("search:palette"), {"q": "wangwe"})
    assert not any("onboarding" in query["sql"] for query in asked)


def test_put_away_for_good_and_back(alice: User, charlie: User, signed_in: SignIn) -> None:
    client, home = signed_in(alice), reverse("home")
    assert reverse("onboarding:card") in client.get(home).content.decode()
    client.post(reverse("onboarding:close", args=["you"]))
    assert "Your first steps" not in card(client)
    assert f'hx-get="{reverse("onboarding:card")}"' not in client.get(home).content.decode()
    assert "Your first steps" in card(signed_in(charlie))
    client.post(reverse("onboarding:bring_back", args=["you"]))
    assert "Your first steps" in card(client)


def test_a_list_that_is_not_hers(alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)
    for name in ("company", "boats"):
        assert client.post(reverse("onboarding:close", args=[name])).status_code == 404
    assert not Onboarding.objects.exists()
