"""Fields are added, changed, put in order, removed and restored by whoever manages them."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.customfields.actions import (
    add_field,
    edit_field,
    empty_values,
    order_fields,
    purge_field,
    remove_field,
    restore_field,
)
from rapport.core.customfields.models import CustomField, Option
from rapport.core.customfields.queries import fields_for, kept, removed
from rapport.core.errors import Conflict, Invalid, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def film(admin: User, at: datetime) -> CustomField:
    """A favourite film, one of three."""
    options = [Option("", "Drama", "剧情片"), Option("", "Comedy", "喜剧片"), Option("", "Western")]
    return add_field(
        "person", by=admin, at=at, label="Favourite film", kind="choice", options=options
    )


def test_a_field_is_added_with_a_key_of_its_name(admin: User, at: datetime) -> None:
    field = add_field(
        "person", by=admin, at=at, label=" Favourite  film ", label_zh="最喜欢的电影", kind="text"
    )
    assert (field.key, field.label, field.column) == (
        "favourite_film",
        "Favourite film",
        "custom.favourite_film",
    )
    assert EventRow.objects.filter(name="CustomFieldAdded", data__field_id=field.pk).exists()
    chinese = add_field("person", by=admin, at=at, label="电影", kind="text")
    assert chinese.key == "dian_ying"
    assert [one.key for one in kept("person")] == ["favourite_film", "dian_ying"]


def test_options_get_keys_and_keep_them_under_another_name(
    film: CustomField, admin: User, at: datetime
) -> None:
    assert list(film.choices) == ["drama", "comedy", "western"]
    wanted = [Option("western", "Western", "西部片"), Option("drama", "Tragedy"), Option("", "War")]
    edit_field(film.pk, by=admin, at=at, changes={"options": wanted})
    film.refresh_from_db()
    assert list(film.choices) == ["western", "drama", "war", "comedy"]
    assert film.choices["drama"].label == "Tragedy"
    assert film.choices["comedy"].is_retired
    assert film.offered("comedy")[-1] == ("comedy", "Comedy")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"label": "", "kind": "text"}, "label"),
        ({"label": "FAVOURITE FILM", "kind": "text"}, "label"),
        ({"label": "Other", "kind": "colour"}, "kind"),
        ({"label": "Other", "kind": "text", "key": "9 lives"}, "key"),
        ({"label": "Other", "kind": "text", "key": "favourite_film"}, "key"),
        ({"label": "Other", "kind": "choice"}, "options"),
        (
            {"label": "Other", "kind": "choice", "options": [Option("", "A"), Option("", "a")]},
            "options",
        ),
        ({"label": "Other", "kind": "text", "options": [Option("", "A")]}, "options"),
        ({"label": "Other", "kind": "date", "is_searched": True}, "is_searched"),
        ({"label": "Other", "kind": "text", "required_at": ["asleep"]}, "required_at"),
        ({"label": "Other", "kind": "text", "limits": {"0": "hidden"}}, "limits"),
        ({"label": "x" * 101, "kind": "text"}, "label"),
    ],
)
def test_what_cannot_be_is_said_at_its_place(
    film: CustomField, admin: User, at: datetime, values: dict[str, object], wrong: str
) -> None:
    with pytest.raises(Invalid) as told:
        add_field("person", by=admin, at=at, **values)
    assert list(told.value.fields) == [wrong]
    assert CustomField.objects.count() == 1


def test_ten_thousand_options_are_refused_with_a_way_out(admin: User, at: datetime) -> None:
    many = [Option("", f"Film {n}") for n in range(10_000)]
    with pytest.raises(Invalid) as told:
        add_field("person", by=admin, at=at, label="Film", kind="choice", options=many)
    assert "at most 500 options, and these are 10,000" in told.value.fields["options"]


def test_only_who_manages_fields_may_change_them(
    film: CustomField, alice: User, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        add_field("person", by=alice, at=at, label="Secret", kind="text")
    with pytest.raises(NotAllowed):
        edit_field(film.pk, by=alice, at=at, changes={"label": "Mine"})
    with pytest.raises(NotAllowed):
        remove_field(film.pk, by=alice, at=at)
    with pytest.raises(NotAllowed):
        purge_field(film.pk, by=alice, at=at)


def test_who_edits_an_older_state_is_told(film: CustomField, admin: User, at: datetime) -> None:
    film.refresh_from_db()
    edit_field(film.pk, by=admin, at=at, version=film.version, changes={"label": "Film"})
    with pytest.raises(Conflict):
        edit_field(film.pk, by=admin, at=at, version=film.version, changes={"label": "Movie"})


def test_fields_are_put_in_order(film: CustomField, admin: User, at: datetime) -> None:
    other = add_field("person", by=admin, at=at, label="Shoe size", kind="number")
    order_fields("person", [other.pk, film.pk], by=admin, at=at)
    assert kept("person") == [other, film]


def test_a_removed_field_comes_back_by_undo_or_restore(
    film: CustomField, admin: User, at: datetime
) -> None:
    remove_field(film.pk, by=admin, at=at)
    assert (kept("person"), removed("person")) == ([], [film])
    group = last_group()
    assert group is not None
    undo(group, by=admin, at=at)
    assert kept("person") == [film]
    remove_field(film.pk, by=admin, at=at)
    restore_field(film.pk, by=admin, at=at)
    assert kept("person") == [film]


def test_a_field_is_purged_only_after_it_was_removed(
    film: CustomField, admin: User, at: datetime
) -> None:
    with pytest.raises(Conflict):
        purge_field(film.pk, by=admin, at=at)
    remove_field(film.pk, by=admin, at=at)
    purge_field(film.pk, by=admin, at=at)
    assert removed("person") == []
    assert empty_values(film.pk, by=admin, at=at) == 0
    assert not CustomField.objects.exists()


def test_a_hidden_field_does_not_exist_for_the_role(
    film: CustomField, admin: User, alice: User, at: datetime
) -> None:
    (grant,) = alice.grants.all()
    edit_field(film.pk, by=admin, at=at, changes={"limits": {str(grant.role_id): "hidden"}})
    assert fields_for(alice, "person") == {}
    assert list(fields_for(admin, "person")) == ["favourite_film"]
    edit_field(film.pk, by=admin, at=at, changes={"limits": {str(grant.role_id): "see"}})
    held = fields_for(User.objects.get(pk=alice.pk), "person")["favourite_film"]
    assert not held.may_edit
