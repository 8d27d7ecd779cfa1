"""A list grouped by a column: sections with their first rows, counts that come later, nothing she may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from django.http import QueryDict
from django.test import Client

from rapport.core.access.models import Role, User
from rapport.core.errors import Invalid
from rapport.core.lists import sections as grouped
from rapport.core.lists.sections import Section, Told, counts, sections
from rapport.core.lists.spec import ListState
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.customers.people.lists import PEOPLE

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 18, 9, tzinfo=UTC)
SignIn = Callable[[User], Client]


@pytest.fixture
def people(alice: User, charlie: User) -> list[Party]:
    """Two customers, a prospect, and one of another team."""
    made = [("王", "customer"), ("李", "prospect"), ("赵", "customer")]
    found = [
        create_person(by=alice, at=AT, family=family, given="伟", lifecycle=stage).party
        for family, stage in made
    ]
    found.append(create_person(by=charlie, at=AT, family="钱", given="伟").party)
    Party.objects.filter(pk=found[0].pk).update(city="上海")
    return found


def shown(user: User, query: str) -> list[Section]:
    """Return the sections of the list of people."""
    return sections(PEOPLE, user, ListState.read(QueryDict(query)), {})


def names(section: Section) -> list[str]:
    """Return who stands in a section."""
    return [row.display_name for row in section.rows]


def test_choices_stand_in_their_order(alice: User, people: list[Party]) -> None:
    found = shown(alice, "by=lifecycle&sort=-name")
    assert [(one.label, names(one)) for one in found] == [
        ("Prospect", ["李伟"]),
        ("Customer", ["赵伟", "王伟"]),
    ]
    assert unquote(found[1].query) == "?f=lifecycle:is:customer&sort=-name"


def test_texts_stand_by_how_many_rows_have_them_and_nothing_last(
    alice: User, people: list[Party]
) -> None:
    found = shown(alice, "by=city")
    assert [(one.key, one.label, len(one.rows)) for one in found] == [
        ("上海", "上海", 1),
        ("", "Empty", 2),
    ]
    assert unquote(found[1].query) == "?f=city:empty:"


def test_colleagues_stand_by_name(alice: User, people: list[Party], admin: User) -> None:
    assert [one.label for one in shown(alice, "by=owner")] == [alice.name]
    assert len(shown(admin, "by=owner")) == 2


def test_only_the_first_rows_are_shown(
    alice: User, people: list[Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouped, "FIRST", 1)
    found = shown(alice, "by=lifecycle")
    assert [(len(one.rows), bool(one.more)) for one in found] == [(1, False), (1, True)]


def test_a_lane_goes_on_where_it_ended(
    alice: User, people: list[Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouped, "CARDS", 1)
    lane = next(one for one in shown(alice, "as=board&sort=-name") if one.key == "customer")
    assert names(lane) == ["赵伟"]
    assert lane.more.startswith("?f=lifecycle%3Ais%3Acustomer&")
    lanes = {one.key: one for one in shown(alice, lane.more[1:])}
    assert names(lanes["customer"]) == ["王伟"]
    assert lanes["customer"].more == ""
    assert lanes["prospect"].rows == []


def test_a_board_shows_empty_lanes(alice: User, people: list[Party]) -> None:
    assert [one.key for one in shown(alice, "as=board")] == ["prospect", "customer", "former"]
    assert [one.key for one in shown(alice, "as=board&by=city")] == ["上海", ""]


def test_the_board(alice: User, people: list[Party], signed_in: SignIn) -> None:
    client = signed_in(alice)
    text = client.get("/people/?as=board").content.decode()
    assert 'data-move-at="/parties/{id}/field/lifecycle"' in text
    assert "?by=city&amp;as=board" in text
    assert text.count('class="r-tile"') == 3
    rights = {"customers.view_party": "all"}
    Role.objects.filter(grants__user=alice).update(rights=rights)
    text = signed_in(User.objects.get(pk=alice.pk)).get("/people/?as=board").content.decode()
    assert "data-move-at" not in text
    assert "data-movable" not in text


def test_filters_hold_in_every_section(alice: User, people: list[Party]) -> None:
    found = shown(alice, "by=lifecycle&f=city:is:上海&f=city:is:北京&match=any")
    assert [names(one) for one in found] == [["王伟"]]
    assert unquote(found[0].query).startswith(
        "?f=city:is:上海&f=city:is:北京&must=lifecycle:is:customer"
    )


def test_a_lane_goes_on_where_any_of_several_filters_holds(
    alice: User, people: list[Party], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouped, "CARDS", 1)
    either = "as=board&sort=-name&f=city:is:上海&f=next_step:empty:&match=any"
    lane = next(one for one in shown(alice, either) if one.key == "customer")
    assert names(lane) == ["赵伟"]
    lanes = {one.key: one for one in shown(alice, lane.more[1:])}
    assert names(lanes["customer"]) == ["王伟"]
    assert (lanes["customer"].more, lanes["prospect"].rows) == ("", [])
    text = signed_in(alice).get("/people/" + lane.query).content.decode()
    assert "Remove filter Lifecycle" in text
    assert "李伟" not in text
    rest = signed_in(alice).get("/api/v1/people" + lane.query.replace("sort=-name", ""))
    assert {one["id"] for one in rest.json()["items"]} == {people[0].pk, people[2].pk}


def test_counts_hold_for_the_reader(alice: User, admin: User, people: list[Party]) -> None:
    state = ListState(by="lifecycle")
    assert counts(PEOPLE, alice, state) == {"customer": Told(2, []), "prospect": Told(1, [])}
    assert counts(PEOPLE, admin, state)["prospect"].count == 2


@pytest.mark.parametrize("name", ["name", "phone", "last_touch_at", "secret", "company"])
def test_what_cannot_be_grouped_by_is_said(alice: User, name: str) -> None:
    with pytest.raises(Invalid):
        shown(alice, f"by={name}")
    with pytest.raises(Invalid):
        counts(PEOPLE, alice, ListState(by=name))


def test_the_page(alice: User, people: list[Party], signed_in: SignIn) -> None:
    client = signed_in(alice)
    plain = client.get("/people/").content.decode()
    assert 'href="?by=lifecycle"' in plain
    text = client.get("/people/?by=lifecycle").content.decode()
    assert text.index("Prospect</a> <span") < text.index("李伟") < text.index("Customer</a> <span")
    assert "Do not group" in text
    assert client.get("/people/?by=secret").status_code == 422
    told = client.get("/lists/people/sections?by=lifecycle", headers={"HX-Request": "true"})
    assert 'hx-swap-oob="true">2</span>' in told.content.decode()


def test_as_many_queries_for_many_rows(
    alice: User, people: list[Party], django_assert_num_queries
) -> None:
    with django_assert_num_queries(6) as first:
        shown(User.objects.get(pk=alice.pk), "by=city")
    for place in range(8):
        one = create_person(by=alice, at=AT, family="孙", given=str(place)).party
        Party.objects.filter(pk=one.pk).update(city=f"City {place}")
    with django_assert_num_queries(len(first.captured_queries)):
        assert len(shown(User.objects.get(pk=alice.pk), "by=city")) == 10
