"""Adding, correcting, preferring and retiring numbers and addresses."""

from __future__ import annotations

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.contactpoints.actions import (
    Contact,
    ContactPointTwice,
    UnknownChannel,
    add_contact_point,
    edit_contact_point,
    prefer_contact_point,
    remove_contact_point,
)
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db
SECOND = Contact(channel="phone", value="+86 21 6888 1234", label="work")
SHANGHAI = Contact(
    channel="address", street="南京西路1788号", postcode="200040", city="上海", country="CN"
)


def primary(party_id: int, channel: str = "phone") -> str:
    kept = ContactPoint.objects.kept().filter(party=party_id, channel=channel, is_primary=True)
    return kept.get().normalized


def test_a_second_number_is_found_but_not_the_first_choice(wang, alice, at, told) -> None:
    point = add_contact_point(wang.pk, by=alice, at=at, contact=SECOND)
    assert primary(wang.pk) == "+8613816432207"
    assert [f.object_id for f in search(alice, "6888 1234")] == [wang.pk]
    assert told("ContactPointAdded")[-1]["contact_point_id"] == point.pk


def test_the_same_number_twice_is_stopped_another_persons_is_not(wang, li, alice, at) -> None:
    same = Contact(channel="phone", value="0086 138 1643 2207")
    with pytest.raises(ContactPointTwice):
        add_contact_point(wang.pk, by=alice, at=at, contact=same)
    add_contact_point(li.pk, by=alice, at=at, contact=same)


def test_an_unknown_channel(wang, alice, at) -> None:
    with pytest.raises(UnknownChannel):
        add_contact_point(wang.pk, by=alice, at=at, contact=Contact(channel="fax", value="1"))


def test_the_primary_address_gives_city_and_country(wang, alice, at) -> None:
    add_contact_point(wang.pk, by=alice, at=at, contact=SHANGHAI)
    party = Party.objects.get(pk=wang.pk)
    assert (party.city, party.country) == ("上海", "CN")
    point = ContactPoint.objects.get(channel="address")
    assert point.raw == "南京西路1788号, 200040 上海, CN"
    remove_contact_point(wang.pk, point.pk, by=alice, at=at)
    assert Party.objects.get(pk=wang.pk).city == ""


def test_a_corrected_number_must_be_verified_again(wang, alice, at, told) -> None:
    point = ContactPoint.objects.get(channel="phone")
    ContactPoint.objects.update(verified_at=at, bounced_at=at)
    edit_contact_point(
        wang.pk, point.pk, by=alice, at=at, contact=Contact(channel="phone", value="13816432208")
    )
    point.refresh_from_db()
    assert (point.verified_at, point.bounced_at) == (None, None)
    assert search(alice, "2207") == []
    assert told("ContactPointEdited")


def test_preferring_moves_the_first_choice(wang, alice, at) -> None:
    point = add_contact_point(wang.pk, by=alice, at=at, contact=SECOND)
    prefer_contact_point(wang.pk, point.pk, by=alice, at=at)
    assert primary(wang.pk) == "+862168881234"


def test_removing_the_first_choice_promotes_the_next(wang, alice, at, told) -> None:
    add_contact_point(wang.pk, by=alice, at=at, contact=SECOND)
    first = ContactPoint.objects.get(normalized="+8613816432207")
    remove_contact_point(wang.pk, first.pk, by=alice, at=at)
    assert primary(wang.pk) == "+862168881234"
    assert search(alice, "2207") == []
    assert told("ContactPointRemoved")
    undo(last_group(), by=alice, at=at)
    assert primary(wang.pk) == "+8613816432207"


def test_somebody_elses_number_is_not_there(wang, li, alice, charlie, at) -> None:
    point = ContactPoint.objects.get(channel="phone")
    with pytest.raises(Missing):
        remove_contact_point(li.pk, point.pk, by=alice, at=at)
    with pytest.raises(Missing):
        add_contact_point(wang.pk, by=charlie, at=at, contact=SECOND)
