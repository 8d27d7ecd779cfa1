"""What matters now: each statement has its reason and date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.customers.consent.actions import withdraw_consent
from rapport.customers.consent.points import withdrawn
from rapport.customers.parties.actions import note_touch
from rapport.customers.parties.models import Party
from rapport.customers.parties.points import birthday, quiet
from rapport.customers.people.actions import edit_person

pytestmark = pytest.mark.django_db


def fresh(wang) -> Party:
    return Party.objects.get(pk=wang.pk)


@pytest.mark.parametrize(
    ("born_on", "title"),
    [
        ("1984-09-17", "Birthday today"),
        ("1984-09-18", "Birthday in 1 day"),
        ("1984-10-01", "Birthday in 14 days"),
        ("1984-10-02", None),
        ("1984-09-16", None),
    ],
)
def test_birthday(wang, alice, at, born_on, title) -> None:
    edit_person(wang.pk, by=alice, at=at, changes={"born_on": born_on})
    found = birthday(fresh(wang), alice, at)
    assert [point.title for point in found] == ([title] if title else [])


def test_born_on_the_29th_of_february(wang, alice, at) -> None:
    edit_person(wang.pk, by=alice, at=at, changes={"born_on": "1984-02-29"})
    eve = at.replace(year=2027, month=2, day=27)
    assert birthday(fresh(wang), alice, eve)[0].title == "Birthday in 1 day"


def test_quiet_for_sixty_days(wang, alice, at) -> None:
    note_touch(wang.pk, channel="phone", touched_at=at - timedelta(days=60))
    assert quiet(fresh(wang), alice, at)[0].title == "Quiet for 60 days"
    note_touch(wang.pk, channel="phone", touched_at=at - timedelta(days=59))
    assert quiet(fresh(wang), alice, at) == []


def test_a_withdrawn_consent(wang, alice, charlie, at) -> None:
    point = wang.party.contact_points.get(channel="email")
    said = {"contact_point_id": point.pk, "purpose": "offers", "source": "phone"}
    withdraw_consent(wang.pk, by=alice, at=at, **said)
    (found,) = withdrawn(fresh(wang), alice, at)
    assert "Offers" in found.reason
    assert withdrawn(fresh(wang), charlie, at) == []
