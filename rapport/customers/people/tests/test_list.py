"""The list of people by words that say little."""

from __future__ import annotations

import pytest

from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db


def test_a_name_of_one_letter_is_found(alice, at, signed_in) -> None:
    create_person(by=alice, at=at, family="E")
    create_person(by=alice, at=at, family="Eriksen", given="Emma")
    found = signed_in(alice).get("/people/?q=e").content.decode()
    assert found.count("data-row=") == 1
    assert "Eriksen" not in found
    assert signed_in(alice).get("/people/?q=x").content.decode().count("data-row=") == 0
