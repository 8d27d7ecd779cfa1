"""People are found by those fields of the company's own that say so, in both languages, and by no field that is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from rapport.core.access.models import User
from rapport.core.customfields.actions import edit_field, mark_found_anew, remove_field
from rapport.core.customfields.models import CustomField, Option
from rapport.core.errors import Invalid
from rapport.core.search.actions import refill_stale
from rapport.core.search.queries import search
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person

pytestmark = pytest.mark.django_db
Add = Callable[..., CustomField]
FILMS = [Option("", "Drama", "剧情片"), Option("", "Comedy", "喜剧片")]


def found(by: User, words: str) -> list[str]:
    """Return the names that search finds."""
    return [one.title for one in search(by, words)]


def test_texts_and_words_of_options_are_found(
    add: Add, wei: Party, alice: User, at: datetime
) -> None:
    add("Film", "choice", options=FILMS, is_searched=True)
    add("Song", "text", is_searched=True)
    add("Secret", "text")
    alice = User.objects.get(pk=alice.pk)
    custom = {"film": "comedy", "song": "Metropolis", "secret": "Xanadu"}
    edit_person(wei.pk, by=alice, at=at, changes={"custom": custom})
    assert found(alice, "comedy") == found(alice, "喜剧") == found(alice, "metrop") == ["王伟"]
    assert found(alice, "xanadu") == []
    create_person(by=alice, at=at, family="Li", given="Na", custom={"song": "Xanadu"})
    assert len(found(alice, "xanadu")) == 1


def test_other_words_are_found_after_the_field_changed(
    add: Add, wei: Party, alice: User, admin: User, at: datetime
) -> None:
    film = add("Film", "choice", options=FILMS)
    alice = User.objects.get(pk=alice.pk)
    edit_person(wei.pk, by=alice, at=at, changes={"custom": {"film": "comedy"}})
    edit_field(film.pk, by=admin, at=at, changes={"is_searched": True})
    assert mark_found_anew(film.pk, by=admin, at=at) == 1
    refill_stale()
    assert found(alice, "comedy") == ["王伟"]
    remove_field(film.pk, by=admin, at=at)
    mark_found_anew(film.pk, by=admin, at=at)
    refill_stale()
    assert found(alice, "comedy") == []


def test_a_hidden_field_is_not_found_by(add: Add, alice: User, admin: User, at: datetime) -> None:
    song = add("Song", "text", is_searched=True)
    role = str(alice.grants.get().role_id)
    with pytest.raises(Invalid) as told:
        edit_field(song.pk, by=admin, at=at, changes={"limits": {role: "hidden"}})
    assert list(told.value.fields) == ["is_searched"]
