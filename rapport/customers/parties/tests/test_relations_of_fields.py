"""Fields that refer to records of other kinds: written, shown, filtered, told on the other side, imported, and cleared when those are gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.customfields.jobs import forget_purged
from rapport.core.customfields.models import CustomField
from rapport.core.customfields.referring import referring_to
from rapport.core.errors import Invalid
from rapport.core.exports.writing import csv_lines
from rapport.core.lists.state import ListState
from rapport.core.trash.actions import purge_rows
from rapport.core.trash.events import TrashPurged
from rapport.core.undo.actions import undo
from rapport.customers.households.models import Household
from rapport.customers.parties.actions import restore_parties, trash_parties
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.people.lists import PEOPLE

pytestmark = pytest.mark.django_db
Add = Callable[..., CustomField]


@pytest.fixture
def friends(add: Add) -> CustomField:
    """Whom somebody likes best: several people."""
    return add("Friends", "relation", target="person", is_several=True, back="Favourite of")


@pytest.fixture
def home(add: Add) -> CustomField:
    """In which household somebody was born: one."""
    return add("Home", "relation", target="household")


def person(user: User, at: datetime, name: str, **custom: Any) -> Party:
    """Add somebody."""
    return create_person(by=user, at=at, given=name, custom=custom).party


def names(user: User, query: str) -> str:
    """Return the first letters of who is listed."""
    rows = PEOPLE.page(User.objects.get(pk=user.pk), ListState.read(QueryDict(query))).rows
    return "".join(row.display_name[0] for row in rows)


def test_it_is_written_shown_filtered_and_exported(
    friends: CustomField,
    home: CustomField,
    alice: User,
    at: datetime,
    signed_in: Callable[[User], Client],
    caller: Callable[..., Client],
) -> None:
    anna, bert = person(alice, at, "Anna"), person(alice, at, "Bert")
    house = Household.objects.create(name="The Annas", head=anna.person)
    cleo = person(alice, at, "Cleo", friends=[anna.pk, str(bert.pk), anna.pk], home=house.pk)
    assert cleo.custom == {"friends": [anna.pk, bert.pk], "home": house.pk}
    assert names(alice, f"f=custom.friends:is:{anna.pk}") == "C"
    assert names(alice, f"f=custom.friends:any:{bert.pk}|{cleo.pk}") == "C"
    assert names(alice, "f=custom.friends:empty:") == "AB"
    assert names(alice, f"f=custom.home:is:{house.pk}") == "C"
    client = signed_in(alice)
    columns = "cols=name,custom.friends,custom.home"
    page = client.get(f"/people/?{columns}").content.decode()
    assert "Anna, Bert" in page
    assert "The Annas" in page
    user = User.objects.get(pk=alice.pk)
    lines = [line.strip() for line in csv_lines(PEOPLE, user, f"?{columns}", for_excel=False)]
    assert lines[3] == 'Cleo,"Anna, Bert",The Annas'
    details = client.get(f"/people/{cleo.pk}/details").content.decode()
    assert "Anna, Bert" in details
    found = client.get("/fields/pick?kind=household&q=The").content.decode()
    assert f'data-value="{house.pk}"' in found
    assert client.get("/fields/pick?kind=secret&q=x").status_code == 404
    asked = client.get(f"/people/{cleo.pk}/custom/custom.friends").content.decode()
    assert f'value="{bert.pk}" checked' in asked
    told = caller(alice).get(f"/api/v1/people/{cleo.pk}").json()["custom"]
    assert told == {"friends": [anna.pk, bert.pk], "home": house.pk}


def test_the_other_side_tells_of_it_as_far_as_one_may_see(
    friends: CustomField,
    alice: User,
    charlie: User,
    admin: User,
    at: datetime,
    signed_in: Callable[[User], Client],
) -> None:
    anna = person(alice, at, "Anna")
    for name in ("Bert", "Cleo", "Dora", "Emil"):
        person(alice, at, name, friends=[anna.pk])
    page = signed_in(alice).get(f"/fields/referring/person/{anna.pk}").content.decode()
    assert "Favourite of" in page
    assert "4 people" in page
    assert f"/people/?f=custom.friends%3Ais%3A{anna.pk}" in page
    assert signed_in(charlie).get(f"/fields/referring/person/{anna.pk}").status_code == 404
    (grant,) = alice.grants.all()
    CustomField.objects.filter(pk=friends.pk).update(limits={str(grant.role_id): "hidden"})
    assert referring_to(User.objects.get(pk=alice.pk), "person", anna.pk) == []


def test_who_cannot_see_a_record_neither_chooses_nor_loses_it(
    friends: CustomField, alice: User, charlie: User, admin: User, at: datetime
) -> None:
    hidden, anna = person(charlie, at, "Hugo"), person(alice, at, "Anna")
    with pytest.raises(Invalid) as told:
        person(alice, at, "Bert", friends=[hidden.pk])
    assert list(told.value.fields) == ["custom.friends"]
    bert = person(alice, at, "Bert", friends=[])
    Party.objects.filter(pk=bert.pk).update(custom={"friends": [hidden.pk]})
    edit_person(bert.pk, by=alice, at=at, changes={"custom": {"friends": [anna.pk]}})
    bert.refresh_from_db()
    assert bert.custom == {"friends": [anna.pk, hidden.pk]}
    edit_person(bert.pk, by=alice, at=at, changes={"custom": {"friends": None}})
    bert.refresh_from_db()
    assert bert.custom == {"friends": [hidden.pk]}


def test_it_outlives_the_trash_and_undo_of_its_record_and_ends_with_it(
    friends: CustomField, add: Add, alice: User, admin: User, at: datetime
) -> None:
    add("Best", "person")
    anna, bert = person(alice, at, "Anna"), person(alice, at, "Bert")
    cleo = person(alice, at, "Cleo", friends=[anna.pk, bert.pk], best=anna.pk)
    trash_parties([anna.pk], by=alice, at=at)
    group = last_group()
    assert group is not None
    assert names(alice, f"f=custom.friends:is:{anna.pk}") == "C"
    undo(group, by=alice, at=at)
    trash_parties([anna.pk, bert.pk], by=alice, at=at)
    restore_parties([bert.pk], by=alice, at=at)
    purge_rows([f"party:{anna.pk}"], by=admin, at=at)
    forget_purged(TrashPurged(kind="party", row_ids=[anna.pk]), by=admin, at=at)
    cleo.refresh_from_db()
    assert cleo.custom == {"friends": [bert.pk]}
    forget_purged(TrashPurged(kind="party", row_ids=[bert.pk]), by=admin, at=at)
    cleo.refresh_from_db()
    assert cleo.custom == {}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"kind": "relation"}, "target"),
        ({"kind": "relation", "target": "planet"}, "target"),
        ({"kind": "text", "target": "person"}, "target"),
        ({"kind": "text", "is_several": True}, "target"),
    ],
)
def test_what_cannot_be_is_refused(add: Add, values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(Invalid) as told:
        add("Wrong", **values)
    assert list(told.value.fields) == [wrong]


def test_a_value_that_is_no_record_is_refused(
    friends: CustomField, home: CustomField, alice: User, at: datetime
) -> None:
    for custom in ({"friends": ["x"]}, {"home": 10**17}, {"friends": list(range(1, 120))}):
        with pytest.raises(Invalid) as told:
            person(alice, at, "Bert", **custom)
        assert list(told.value.fields) == [f"custom.{next(iter(custom))}"]
