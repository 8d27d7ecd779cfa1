"""The tour goes on by what one does, survives the change of user, and can be ended."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from rapport.config.demo.found import Wanted, found_haina
from rapport.config.demo.tour import progress
from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.search.recent import remember_opened
from rapport.core.undo.actions import undo
from rapport.customers.people.actions import edit_person
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details

pytestmark = pytest.mark.django_db


@pytest.fixture
def haina() -> int:
    """The demo company; returns whom the tour visits."""
    wanted = Wanted(100, 1, date(2026, 9, 17), "en", "alice has a password")
    found_haina(wanted, lambda _table, _count: None)
    hero = progress.hero()
    assert hero is not None
    return hero


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@haina.example")


def _says(client) -> str:
    return str(client.get(reverse("tour:card")).content, "utf-8")


def test_it_goes_on_by_what_she_does(haina: int, signed_in) -> None:
    alice = _user("alice")
    client = signed_in(alice)
    assert "step 1 of 6" in _says(client)
    assert "step 2 of 6" in client.post(reverse("tour:pass", args=[0])).content.decode()
    now = timezone.now()
    remember_opened(alice, "person", haina, at=now)
    assert "step 3 of 6" in _says(client)
    details = Details(channel="phone", started_at=now, subject="Rooms")
    log_interaction(haina, details, by=alice, at=now)
    assert "step 4 of 6" in _says(client)
    edit_person(haina, by=alice, at=now, changes={"honorific": "dr"})
    assert "step 5 of 6" in _says(client)
    undo(last_group(), by=alice, at=now)
    assert "step 6 of 6" in _says(client)


def test_it_ends_with_charlie_who_cannot_see_him(haina: int, signed_in) -> None:
    client = signed_in(_user("alice"))
    _says(client)
    other = signed_in(_user("charlie"))
    other.cookies[progress.COOKIE] = client.cookies[progress.COOKIE].value
    assert "End of the tour" in _says(other)


def test_charlie_first_is_shown_nothing(haina: int, signed_in) -> None:
    assert _says(signed_in(_user("charlie"))) == ""


def test_it_can_be_put_away_for_good(haina: int, signed_in) -> None:
    client = signed_in(_user("alice"))
    _says(client)
    client.post(reverse("tour:end"))
    assert _says(client) == ""


def test_a_forged_cookie_begins_anew(haina: int, signed_in) -> None:
    client = signed_in(_user("alice"))
    client.cookies[progress.COOKIE] = '{"since": 0, "passed": 5}:forged'
    assert "step 1 of 6" in _says(client)


def test_it_speaks_chinese(haina: int, signed_in) -> None:
    User.objects.filter(email="alice@haina.example").update(language="zh-hans")
    assert "第 1 步" in _says(signed_in(_user("alice")))


def test_a_company_of_its_own_has_no_tour(alice: User, signed_in) -> None:
    progress.is_demo.cache_clear()
    assert not (settings.HOME / "demo.password").exists()
    assert "data-tour" not in signed_in(alice).get("/ui/gallery").content.decode()
