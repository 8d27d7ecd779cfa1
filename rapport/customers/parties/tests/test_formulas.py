"""Formulas on people: in lists, files, the API and on the record, led by the rights on what they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field, edit_field, remove_field, restore_field
from rapport.core.customfields.indexes import name_of, tend
from rapport.core.customfields.models import CustomField, Option
from rapport.core.customfields.queries import all_of, fields_for, formula_in_words, kept
from rapport.core.errors import Conflict, Invalid
from rapport.core.exports.writing import csv_lines
from rapport.core.lists.foot import foot
from rapport.core.lists.operators import UnknownFilter
from rapport.core.lists.sections import counts
from rapport.core.lists.state import ListState
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.people.lists import PEOPLE

pytestmark = pytest.mark.django_db
Add = Callable[..., CustomField]
FILMS = [Option("", "Drama", "剧情片"), Option("", "War", "战争片")]
ALL = "name,custom.total,custom.cost,custom.due,custom.says,custom.old"


@pytest.fixture
def people(add: Add, alice: User, at: datetime) -> dict[str, Party]:
    """Three people, and five formulas over what is known of them."""
    add("Size", "number")
    add("Budget", "money")
    add("Since", "date")
    add("Film", "choice", options=FILMS)
    add("Total", "formula", formula="{Size} * 2")
    add("Cost", "formula", formula="{Budget} * 1.5")
    add("Due", "formula", formula="{Since} + 30")
    add("Says", "formula", formula='if({Film} = "Drama", {City} & " weeps", "")')
    add("Old", "formula", formula="years({Date of birth}, today()) >= 40")
    found = {}
    for name, born, custom in (
        ("Anna", "1980-01-01", {"size": 42, "film": "drama", "budget": "1200 CNY"}),
        ("Bert", "2010-01-01", {"size": 7.5, "since": "2026-01-05", "film": "war"}),
        ("Cleo", None, {}),
    ):
        person = create_person(by=alice, at=at, given=name, custom=custom, born_on=born)
        found[name] = person.party
    Party.objects.filter(pk=found["Anna"].pk).update(city="上海")
    return found


def names(user: User, query: str) -> str:
    """Return the first letters of who is listed."""
    rows = PEOPLE.page(User.objects.get(pk=user.pk), ListState.read(QueryDict(query))).rows
    return "".join(row.display_name[0] for row in rows)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f=custom.total:min:15", "AB"),
        ("f=custom.total:is:84", "A"),
        ("f=custom.total:empty:", "C"),
        ("f=custom.cost:filled:", "A"),
        ("f=custom.due:is:2026-02-04", "B"),
        ("f=custom.due:before:2026-02-05", "B"),
        ("f=custom.says:has:weeps", "A"),
        ("f=custom.says:not:上海 weeps", "BC"),
        ("f=custom.says:any:上海 weeps|x", "A"),
        ("f=custom.old:is:yes", "A"),
        ("f=custom.old:is:no", "BC"),
        ("sort=custom.total", "BAC"),
        ("sort=-custom.total", "ABC"),
        ("sort=-custom.due", "BCA"),
    ],
)
def test_lists_filter_and_sort_by_what_it_makes(
    people: dict[str, Party], alice: User, query: str, found: str
) -> None:
    assert names(alice, query) == found


def test_it_is_shown_summed_grouped_and_exported(
    people: dict[str, Party],
    alice: User,
    signed_in: Callable[[User], Client],
) -> None:
    page = signed_in(alice).get(f"/people/?cols={ALL}").content.decode()
    for text in (">84<", "1,800", "4 Feb", "上海 weeps", ">yes<"):
        assert text in page
    assert "custom/custom.total" not in page  # nothing to edit
    user = User.objects.get(pk=alice.pk)
    state = ListState.read(QueryDict(f"cols={ALL}&foot=custom.total.sum,custom.old.filled"))
    assert [cell.text for cell in foot(PEOPLE, user, state).cells][1] == "99"
    told = counts(PEOPLE, user, ListState.read(QueryDict("by=custom.old")))
    assert {key: one.count for key, one in told.items()} == {"yes": 1, "no": 2}
    grouped = signed_in(alice).get(f"/people/?cols={ALL}&by=custom.says")
    assert grouped.status_code == 200
    lines = [line.strip() for line in csv_lines(PEOPLE, user, f"?cols={ALL}", for_excel=False)]
    assert lines[1] == "Anna,84,1800 CNY,,上海 weeps,yes"
    assert lines[2] == "Bert,15,,2026-02-04,,no"


def test_the_record_and_the_api_tell_it_but_take_none(
    people: dict[str, Party],
    alice: User,
    signed_in: Callable[[User], Client],
    caller: Callable[..., Client],
) -> None:
    anna = people["Anna"].pk
    details = signed_in(alice).get(f"/people/{anna}/details").content.decode()
    assert "84" in details
    assert f"/people/{anna}/custom/custom.total" not in details
    api = caller(alice)
    one = api.get(f"/api/v1/people/{anna}").json()["custom"]
    assert one["total"] == 84
    assert one["cost"] == {"amount": 1800, "currency": "CNY"}
    assert (one["says"], one["old"]) == ("上海 weeps", True)
    assert "due" not in one
    rows = api.get("/api/v1/people?sort=-custom.total&f=custom.total:filled:").json()["items"]
    assert [row["custom"]["total"] for row in rows] == [84, 15]
    refused = api.patch(
        f"/api/v1/people/{anna}", {"custom": {"total": 3}}, content_type="application/json"
    )
    assert refused.status_code == 422
    assert "follows from other fields by its formula" in refused.content.decode()


def test_who_may_not_see_what_it_names_does_not_see_it(
    people: dict[str, Party], alice: User, admin: User, at: datetime, add: Add
) -> None:
    add("Twice", "formula", formula="{Total} + 1")
    role = str(alice.grants.get().role_id)
    size = CustomField.objects.get(key="size")
    edit_field(size.pk, by=admin, at=at, changes={"limits": {role: "hidden"}})
    held = fields_for(User.objects.get(pk=alice.pk), "person")
    assert {"size", "total", "twice"}.isdisjoint(held)
    assert "due" in held
    with pytest.raises(UnknownFilter):
        names(alice, "f=custom.twice:min:1")
    assert {"size", "total", "twice"} <= set(fields_for(User.objects.get(pk=admin.pk), "person"))


def test_names_may_change_and_what_is_named_stays(
    people: dict[str, Party], alice: User, admin: User, at: datetime
) -> None:
    fields = {field.key: field for field in kept("person")}
    edit_field(fields["size"].pk, by=admin, at=at, changes={"label": "Shoe {size}"})
    edit_field(fields["film"].pk, by=admin, at=at, changes={"options": [Option("drama", "Weepie")]})
    total, says = (CustomField.objects.get(key=key) for key in ("total", "says"))
    assert total.formula == f"{{{fields['size'].pk}}} * 2"
    assert formula_in_words(total) == "{custom.size} * 2"
    assert formula_in_words(says) == 'if({Film} = "Weepie", {City} & " weeps", "")'
    assert names(alice, "f=custom.says:has:weeps") == "A"
    with pytest.raises(Conflict) as told:
        remove_field(fields["size"].pk, by=admin, at=at)
    assert told.value.sentence() == (
        "“Shoe {size}” is named by the formulas “Total”. Change or remove them first."
    )
    remove_field(total.pk, by=admin, at=at)
    remove_field(fields["size"].pk, by=admin, at=at)
    with pytest.raises(Invalid) as refused:
        restore_field(total.pk, by=admin, at=at)
    assert refused.value.fields == {"formula": "A field that this formula names is no longer here."}


def test_a_circle_is_named_in_its_order(add: Add, admin: User, at: datetime) -> None:
    add("Size", "number")
    first = add("First", "formula", formula="{Size} + 1")
    second = add("Second", "formula", formula="{First} + 1")
    add("Third", "formula", formula="{Second} + 1")
    with pytest.raises(Invalid) as told:
        edit_field(first.pk, by=admin, at=at, changes={"formula": "{Third} * 2"})
    way = "“First” → “Third” → “Second” → “First”"
    assert told.value.fields == {"formula": f"This goes in a circle: {way}."}
    with pytest.raises(Invalid) as itself:
        edit_field(second.pk, by=admin, at=at, changes={"formula": "{Second} * 2"})
    assert itself.value.fields["formula"].endswith("“Second” → “Second”.")
    with pytest.raises(Invalid) as unfit:
        edit_field(first.pk, by=admin, at=at, changes={"formula": '"a"'})
    assert unfit.value.fields["formula"] == (
        "“Second” uses it and would no longer hold: “+” does not fit a text and a number."
    )


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"kind": "formula", "formula": ""}, "formula"),
        ({"kind": "formula", "formula": "{Nothing}"}, "formula"),
        ({"kind": "text", "formula": "1"}, "formula"),
        ({"kind": "formula", "formula": "1", "required_at": ["customer"]}, "required_at"),
        ({"kind": "formula", "formula": "1", "is_searched": True}, "is_searched"),
    ],
)
def test_what_cannot_be_is_refused(
    admin: User, at: datetime, values: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(Invalid) as told:
        add_field("person", by=admin, at=at, label="Wrong", **values)
    assert list(told.value.fields) == [wrong]
    assert not all_of("person")


def test_a_formula_whose_field_was_taken_back_exists_for_nobody(
    people: dict[str, Party], alice: User
) -> None:
    CustomField.objects.get(key="size").delete()
    assert "total" not in fields_for(User.objects.get(pk=alice.pk), "person")
    assert "total" in [field.key for field in all_of("person")]
    assert names(alice, "sort=-custom.due") == "BCA"


@pytest.mark.django_db(transaction=True)
def test_an_index_follows_what_it_reckons(add: Add, admin: User, alice: User, at: datetime) -> None:
    add("Size", "number")
    total = add("Total", "formula", formula="{Size} * 2 + length({Next step})")
    add("Age", "formula", formula="years({Date of birth}, today())")
    done = tend()
    (bound,) = [field for field in kept("person") if field.pk == total.pk]
    assert f"+{name_of(bound)}" in done
    assert len(done) == 2
    user = User.objects.get(pk=alice.pk)
    state = ListState.read(QueryDict("sort=-custom.total&f=custom.total:min:590"))
    many = [
        Party(kind="person", display_name="X", sort_key="x", owner=alice, custom={"size": n})
        for n in range(300)
    ]
    Party.objects.bulk_create(many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_party")  # few reach that much: the index is the way
        cursor.execute(
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off"
        )
        rows = PEOPLE.matching(user, state).order_by()
        assert name_of(bound) in rows.explain()
        cursor.execute("RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_sort")
    edit_field(total.pk, by=admin, at=at, changes={"formula": "{Size} * 3"})
    assert f"-{name_of(bound)}" in tend()
    person = create_person(by=alice, at=at, given="Anna", custom={"size": 10**14})
    edit_person(person.pk, by=alice, at=at, changes={"custom": {"size": -1}})
    for field in kept("person"):
        CustomField.objects.filter(pk=field.pk).delete()
    tend()
