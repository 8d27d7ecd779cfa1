"""Fields of the company's own come in from a file: mapped by their names, read by their kinds, demanded by their stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field, edit_field
from rapport.core.customfields.models import CustomField, Option
from rapport.core.imports.actions import undo_import
from rapport.core.imports.kinds import kind_of
from rapport.customers.households.models import Household
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from tests.imports.conftest import counts

FILE = """编号,姓名,最喜欢的电影,Likes,Budget,Member since,Size
K1,王伟,剧情片,"Drama; 喜剧片","1,200.50 USD",17.09.2026,42
K2,李梅,Comedy,,,,
K3,张三,Cartoon,,,,
"""


@pytest.fixture
def fields(admin: User, at: datetime) -> dict[str, CustomField]:
    """A film, likes, a budget, a day and a size of people."""
    films = [Option("", "Drama", "剧情片"), Option("", "Comedy", "喜剧片")]
    kinds: dict[str, dict[str, Any]] = {
        "Film": {"kind": "choice", "options": films, "label_zh": "最喜欢的电影"},
        "Likes": {"kind": "multi", "options": films},
        "Budget": {"kind": "money"},
        "Member since": {"kind": "date"},
        "Size": {"kind": "number"},
    }
    return {
        label: add_field("person", by=admin, at=at, label=label, **more)
        for label, more in kinds.items()
    }


def test_they_are_mapped_by_name_and_read_by_kind(
    fields: dict[str, CustomField], imported: Callable[..., Any], admin: User, at: datetime
) -> None:
    run = imported("people", FILE)
    assert run.mapping["custom.film"] == 2
    assert counts(run) == (3, 2, 0, 0, 0, 1), run.failure
    wang = Party.objects.get(display_name="王伟")
    assert wang.custom == {
        "film": "drama",
        "likes": ["drama", "comedy"],
        "budget": {"amount": 1200.5, "currency": "USD"},
        "member_since": "2026-09-17",
        "size": 42,
    }
    assert Party.objects.get(display_name="李梅").custom == {"film": "comedy"}
    issue = run.issues.get()
    assert "“Cartoon” is not among the options." in issue.reason
    again = "编号,姓名,Size,Film\nK1,王伟,43,\nK2,李梅,,Comedy\n"
    second = imported("people", again, match="update")
    assert counts(second) == (2, 0, 1, 1, 0, 0)
    wang.refresh_from_db()
    assert (wang.custom["size"], wang.custom["film"]) == (43, "drama")
    undo_import(second.pk, by=admin, at=at)
    wang.refresh_from_db()
    assert wang.custom["size"] == 42


def test_a_row_that_leaves_a_demanded_field_empty_is_an_error(
    fields: dict[str, CustomField], imported: Callable[..., Any], admin: User, at: datetime
) -> None:
    size = fields["Size"]
    edit_field(size.pk, by=admin, at=at, changes={"required_at": ["customer"]})
    file = "编号,姓名,状态,Size\nA,王伟,customer,\nB,李梅,customer,9\nC,张三,prospect,\n"
    run = imported("people", file, by=User.objects.get(pk=admin.pk))
    assert counts(run) == (3, 2, 0, 0, 0, 1)
    assert run.issues.get().reason == "“Size” is empty, and required for Customer."
    again = imported("people", "编号,姓名,状态\nC,张三,customer\nB,李梅,prospect\n", match="update")
    assert counts(again) == (2, 0, 1, 0, 0, 1)


def test_a_field_one_cannot_change_is_not_offered(
    fields: dict[str, CustomField], drafted: Callable[..., Any], admin: User, at: datetime
) -> None:
    role = str(admin.grants.get().role_id)
    edit_field(fields["Size"].pk, by=admin, at=at, changes={"limits": {role: "see"}})
    run = drafted("people", FILE, by=User.objects.get(pk=admin.pk))
    assert "custom.size" not in run.mapping
    assert "custom.film" in run.mapping


def test_a_formula_is_not_imported_and_says_so(
    fields: dict[str, CustomField], imported: Callable[..., Any], admin: User, at: datetime
) -> None:
    add_field("person", by=admin, at=at, label="Twice", kind="formula", formula="{Size} * 2")
    run = imported("people", "姓名,Size,twice\n王伟,42,5\n")
    assert "custom.twice" not in run.mapping
    assert Party.objects.get(display_name="王伟").custom == {"size": 42}
    kind = kind_of("people", User.objects.get(pk=admin.pk))
    assert kind.closed is not None
    assert kind.closed(User.objects.get(pk=admin.pk), run.columns) == [
        "“Twice” follows from other fields by its formula, and cannot be entered."
    ]


def test_records_are_found_by_number_or_name(
    imported: Callable[..., Any], admin: User, at: datetime
) -> None:
    add_field("person", by=admin, at=at, label="Best friend", kind="person")
    add_field("person", by=admin, at=at, label="Home", kind="relation", target="household")
    several = {"target": "person", "is_several": True}
    add_field("person", by=admin, at=at, label="Friends", kind="relation", **several)
    wang, li, twin = (
        create_person(by=admin, at=at, given="", family=family).party
        for family in ("王伟", "李梅", "李梅")
    )
    house = Household.objects.create(name="Wangs", head=wang.person)
    lines = [
        f"张一,王伟,wangs,王伟; {li.pk}",
        "张二,李梅,,",
        f"张三,{twin.pk},Nowhere,",
        "张四,Nobody,,",
    ]
    run = imported("people", "\n".join(["姓名,Best friend,Home,Friends", *lines, ""]))
    first = Party.objects.get(display_name="张一")
    assert first.custom == {"best_friend": wang.pk, "home": house.pk, "friends": [wang.pk, li.pk]}
    reasons = [issue.reason for issue in run.issues.order_by("row")]
    assert reasons == [
        "Best friend: There are several called “李梅”. Give the number of the record.",
        "Home: There is no “Nowhere” that you can see.",
        "Best friend: There is no “Nobody” that you can see.",
    ]
