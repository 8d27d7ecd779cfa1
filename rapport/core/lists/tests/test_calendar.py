"""A list as a month: each day with its first rows, what is left by the way to it, and days of the reader's zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.lists.calendar import Day, month
from rapport.core.lists.spec import ListState
from rapport.core.views.actions import save_view
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.customers.people.lists import PEOPLE

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 18, 9, tzinfo=UTC)
SignIn = Callable[[User], Client]


def born(by: User, given: str, day: date) -> Party:
    """Add a person born on a day."""
    return create_person(by=by, at=AT, family="王", given=given, born_on=day).party


def days(user: User, query: str) -> dict[date, Day]:
    """Return the days of the month that hold somebody."""
    shown = month(PEOPLE, user, ListState.read(QueryDict(query)), {})
    return {one.day: one for one in shown.days if one.rows}


def test_a_month_begins_on_a_monday_and_ends_on_a_sunday(alice: User) -> None:
    shown = month(PEOPLE, alice, ListState.read(QueryDict("month=2026-11&by=born_on")), {})
    assert (shown.days[0].day, shown.days[-1].day) == (date(2026, 10, 26), date(2026, 12, 6))
    assert [one.day.day for one in shown.days if one.is_of_month] == list(range(1, 31))
    assert unquote(shown.previous) == "?by=born_on&month=2026-10"
    assert unquote(shown.next) == "?by=born_on&month=2026-12"


def test_a_day_shows_its_first_rows_and_how_many_are_left(alice: User, charlie: User) -> None:
    for place in range(6):
        born(alice, str(place), date(1990, 5, 3))
    born(charlie, "x", date(1990, 5, 3))
    born(alice, "y", date(1990, 6, 30))
    found = days(alice, "as=calendar&by=born_on&month=1990-05&f=lifecycle:is:prospect")
    assert list(found) == [date(1990, 5, 3)]
    one = found[date(1990, 5, 3)]
    assert (len(one.rows), one.total, one.left) == (4, 6, 2)
    assert unquote(one.more) == "?f=lifecycle:is:prospect&f=born_on:is:1990-05-03"
    either = days(alice, "by=born_on&month=1990-05&match=any&f=city:is:x&f=lifecycle:is:prospect")
    more = unquote(either[date(1990, 5, 3)].more)
    assert more.endswith("&must=born_on:is:1990-05-03&match=any")


def test_a_moment_falls_on_the_readers_day(alice: User) -> None:
    party = born(alice, "z", date(1990, 5, 3))
    Party.objects.filter(pk=party.pk).update(last_touch_at="2026-08-31T22:00Z")
    with timezone.override("Asia/Shanghai"):
        assert list(days(alice, "month=2026-09&by=last_touch_at")) == [date(2026, 9, 1)]
    with timezone.override("UTC"):
        assert list(days(alice, "month=2026-08&by=last_touch_at")) == [date(2026, 8, 31)]


@pytest.mark.parametrize(
    "query", ["by=lifecycle", "by=secret", "month=2026-13", "month=x", "month=0001-01"]
)
def test_what_is_no_month_is_said(alice: User, query: str) -> None:
    with pytest.raises(Invalid):
        days(alice, query)


def test_the_page(alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)
    address = "/people/?as=calendar&by=born_on&month=1990-05"
    empty = client.get(address).content.decode()
    assert "May 1990" in empty
    assert 'data-lane="1990-05-31"' in empty
    born(alice, "伟", date(1990, 5, 3))
    text = client.get(address).content.decode()
    assert text.count('class="r-tile"') == 1
    assert "data-counts" not in text
    assert client.get("/people/?as=calendar&month=x").status_code == 422
    assert client.get("/people/?as=cloud").status_code == 422


def test_a_saved_calendar_opens_with_the_present_month(alice: User) -> None:
    view = save_view(
        "people", by=alice, at=AT, name="Born", query="as=calendar&by=born_on&month=1990-05"
    )
    assert view.query == "by=born_on&as=calendar"
    with pytest.raises(Invalid):
        save_view("people", by=alice, at=AT, name="No", query="as=calendar&by=lifecycle")
