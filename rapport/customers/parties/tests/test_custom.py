"""Fields of the company's own on people and companies: written, read, guarded, demanded, logged, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.changes.models import Change
from rapport.core.changes.queries import history
from rapport.core.customfields.actions import (
    edit_field,
    empty_values,
    purge_field,
    remove_field,
    restore_field,
)
from rapport.core.customfields.models import CustomField, Option
from rapport.core.errors import Invalid
from rapport.core.undo.actions import undo
from rapport.customers.organizations.actions import create_organization, edit_organization
from rapport.customers.parties.actions import change_lifecycle
from rapport.customers.parties.history import history_of
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person

pytestmark = pytest.mark.django_db
Add = Callable[..., CustomField]
FILMS = [Option("", "Drama", "剧情片"), Option("", "Comedy", "喜剧片"), Option("", "War")]


def set_(party: Party, by: User, at: datetime, **custom: Any) -> dict[str, Any]:
    """Set custom fields of a person as this user; return all as they stand then."""
    by = User.objects.get(pk=by.pk)
    edit_person(party.pk, by=by, at=at, changes={"custom": custom})
    party.refresh_from_db()
    values: dict[str, Any] = party.custom
    return values


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("text", "  Casablanca ", "Casablanca"),
        ("number", "12.50", 12.5),
        ("number", 12, 12),
        ("number", "1,234.5", 1234.5),
        ("money", "12.50 usd", {"amount": 12.5, "currency": "USD"}),
        ("money", "CNY 1,200", {"amount": 1200, "currency": "CNY"}),
        ("money", {"amount": "3", "currency": "JPY"}, {"amount": 3, "currency": "JPY"}),
        ("money", "7", {"amount": 7, "currency": "EUR"}),
        ("date", "2026-09-17", "2026-09-17"),
        ("date", "2026年9月17日", "2026-09-17"),
        ("choice", "drama", "drama"),
        ("choice", "喜剧片", "comedy"),
        ("multi", ["war", "drama", "war"], ["drama", "war"]),
        ("multi", "Comedy, 剧情片", ["drama", "comedy"]),
    ],
)
def test_a_value_is_stored_as_its_kind_says(
    add: Add, wei: Party, alice: User, at: datetime, kind: str, raw: Any, stored: Any
) -> None:
    add("Film", kind, options=FILMS if kind in {"choice", "multi"} else [])
    assert set_(wei, alice, at, film=raw) == {"film": stored}
    assert set_(wei, alice, at, film="") == {}


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", 5),
        ("text", "a\x00b"),
        ("text", "\ud800"),
        ("text", "x" * 1001),
        ("number", "many"),
        ("number", True),
        ("number", float("nan")),
        ("number", "12345678901234.1234"),
        ("number", [1]),
        ("money", "12 XXQ"),
        ("money", {"currency": "EUR"}),
        ("money", {"amount": None, "currency": ["EUR"]}),
        ("date", "2026-02-30"),
        ("date", "0026-02-03"),
        ("choice", "Cartoon"),
        ("choice", {"a": 1}),
        ("multi", ["drama", "cartoon"]),
        ("person", "王伟"),
        ("person", 99_999_999),
        ("organization", -1),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_field(
    add: Add, wei: Party, alice: User, at: datetime, kind: str, raw: Any
) -> None:
    add("Film", kind, options=FILMS if kind in {"choice", "multi"} else [])
    with pytest.raises(Invalid) as told:
        set_(wei, alice, at, film=raw)
    assert list(told.value.fields) == ["custom.film"]
    wei.refresh_from_db()
    assert wei.custom == {}


def test_a_record_is_referred_to_only_by_who_sees_it(
    add: Add, wei: Party, alice: User, charlie: User, at: datetime
) -> None:
    add("Recommended by", "person")
    hers = create_person(by=alice, at=at, family="Li", given="Na")
    his = create_person(by=charlie, at=at, family="Foreign", given="One")
    assert set_(wei, alice, at, recommended_by=str(hers.pk)) == {"recommended_by": hers.pk}
    with pytest.raises(Invalid):
        set_(wei, alice, at, recommended_by=his.pk)


def test_a_retired_option_stays_and_is_offered_no_more(
    add: Add, wei: Party, alice: User, admin: User, at: datetime
) -> None:
    film = add("Film", "choice", options=FILMS)
    set_(wei, alice, at, film="war")
    edit_field(film.pk, by=admin, at=at, changes={"options": [Option("drama", "Drama")]})
    assert set_(wei, alice, at, film="war") == {"film": "war"}
    other = create_person(by=alice, at=at, family="Li", given="Na").party
    with pytest.raises(Invalid):
        set_(other, alice, at, film="war")


def test_a_hidden_field_answers_like_one_that_is_not_there(
    add: Add, wei: Party, alice: User, admin: User, at: datetime
) -> None:
    film = add("Film", "text")
    set_(wei, alice, at, film="Casablanca")
    role = str(alice.grants.get().role_id)
    edit_field(film.pk, by=admin, at=at, changes={"limits": {role: "hidden"}})
    said = []
    for key in ("film", "song"):
        with pytest.raises(Invalid) as told:
            set_(wei, alice, at, **{key: "x"})
        said.append(told.value.fields[f"custom.{key}"].replace(key, ""))
    assert said[0] == said[1]
    steps = history_of(wei, User.objects.get(pk=alice.pk))
    assert "Film" not in str(steps)
    edit_field(film.pk, by=admin, at=at, changes={"limits": {role: "see"}})
    with pytest.raises(Invalid) as told:
        set_(wei, alice, at, film="x")
    assert told.value.fields["custom.film"] == "You can see “Film”, but not change it."


def test_a_stage_demands_its_fields(add: Add, alice: User, at: datetime) -> None:
    add("Member since", "date", required_at=["customer"])
    alice = User.objects.get(pk=alice.pk)
    with pytest.raises(Invalid) as told:
        create_person(by=alice, at=at, family="王", lifecycle="customer")
    assert "custom.member_since" in told.value.fields
    wei = create_person(by=alice, at=at, family="王").party
    with pytest.raises(Invalid) as told:
        change_lifecycle(wei.pk, by=alice, at=at, lifecycle="customer")
    assert told.value.fields["lifecycle"] == "Fill in first: Member since."
    set_(wei, alice, at, member_since="2026-01-01")
    change_lifecycle(wei.pk, by=alice, at=at, lifecycle="customer")
    with pytest.raises(Invalid):
        set_(wei, alice, at, member_since=None)


def test_the_log_tells_fields_by_key_and_undo_takes_back_only_those(
    add: Add, wei: Party, alice: User, at: datetime
) -> None:
    add("Film", "text")
    add("Size", "number")
    set_(wei, alice, at, film="Casablanca", size=42)
    first = last_group()
    change = history(Party, wei.pk).first()
    assert isinstance(change, Change)
    assert change.before == {"custom.film": None, "custom.size": None}
    set_(wei, alice, at, film="Metropolis")
    second = last_group()
    assert first is not None
    assert second is not None
    set_(wei, alice, at, size=43)
    assert undo(second, by=alice, at=at).count == 1
    wei.refresh_from_db()
    assert wei.custom == {"film": "Casablanca", "size": 43}
    assert undo(first, by=alice, at=at).refused_count == 1  # the size was changed since
    steps = history_of(wei, User.objects.get(pk=alice.pk))
    assert ("Film", "Casablanca") in [pair for step in steps for pair in step.fields]


def test_undo_removes_a_value_that_was_not_there(
    add: Add, wei: Party, alice: User, at: datetime
) -> None:
    add("Film", "text")
    set_(wei, alice, at, film="Casablanca")
    group = last_group()
    assert group is not None
    undo(group, by=alice, at=at)
    wei.refresh_from_db()
    assert wei.custom == {}


def test_a_removed_field_keeps_its_values_until_it_is_purged(
    add: Add, wei: Party, alice: User, admin: User, at: datetime
) -> None:
    film = add("Film", "text")
    add("Size", "number")
    set_(wei, alice, at, film="Casablanca", size=42)
    remove_field(film.pk, by=admin, at=at)
    with pytest.raises(Invalid):
        set_(wei, alice, at, film="x")
    restore_field(film.pk, by=admin, at=at)
    remove_field(film.pk, by=admin, at=at)
    wei.refresh_from_db()
    assert wei.custom["film"] == "Casablanca"
    purge_field(film.pk, by=admin, at=at)
    assert empty_values(film.pk, by=admin, at=at) == 1
    assert empty_values(film.pk, by=admin, at=at) == 0
    wei.refresh_from_db()
    assert wei.custom == {"size": 42}


def test_companies_have_fields_of_their_own(add: Add, alice: User, at: datetime) -> None:
    add("Fleet", "number", on="organization")
    alice = User.objects.get(pk=alice.pk)
    haina = create_organization(by=alice, at=at, legal_name="海纳", custom={"fleet": "12"}).party
    assert Party.objects.get(pk=haina.pk).custom == {"fleet": 12}
    edit_organization(haina.pk, by=alice, at=at, changes={"custom": {"fleet": 13}})
    assert Party.objects.get(pk=haina.pk).custom == {"fleet": 13}
    with pytest.raises(Invalid):
        create_person(by=alice, at=at, family="王", custom={"fleet": "12"})


def test_what_was_written_into_a_field_that_is_gone_is_told_once(
    add: Callable[..., CustomField],
    alice: User,
    admin: User,
    at: datetime,
    signed_in: Callable[[User], Client],
) -> None:
    song = add("Song", "text", required_at=["prospect", "customer", "former"])
    client, sent = signed_in(alice), {"family": "王", "lifecycle": "prospect"}
    remove_field(song.pk, by=admin, at=at)
    answer = client.post("/people/new", sent | {"custom.song": "月亮"})
    assert answer.status_code == 422
    assert "in which you wrote “月亮” is not here any more" in answer.content.decode()
    assert not Party.objects.exists()
    assert client.post("/people/new", sent).status_code == 303
    gone = client.get(f"/people/{Party.objects.get().pk}/custom/custom.song")
    assert gone.status_code == 404
    assert "This field is not here any more" in gone.content.decode()
