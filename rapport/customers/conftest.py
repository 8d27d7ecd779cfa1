"""王伟 the customer, Alice's; 海纳 the company, Alice's too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.events.models import EventRow
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.organizations.actions import create_organization
from rapport.customers.organizations.models import Organization
from rapport.customers.people.actions import create_person
from rapport.customers.people.models import Person


@pytest.fixture
def wang(alice: User, at: datetime) -> Person:
    """Alice's customer 王伟, with a mobile number and an e-mail address."""
    return create_person(
        by=alice,
        at=at,
        family="王",
        given="伟",
        honorific="mr",
        lifecycle="customer",
        contacts=[
            Contact(channel="phone", value="+86 138 1643 2207", label="mobile"),
            Contact(channel="email", value="Wang.Wei@Hailan.example", label="work"),
        ],
    )


@pytest.fixture
def haina(alice: User, at: datetime) -> Organization:
    """The company 海纳, Alice's customer."""
    return create_organization(by=alice, at=at, legal_name="海纳科技有限公司", trade_name="海纳")


@pytest.fixture
def li(alice: User, at: datetime) -> Person:
    """Alice's contact 李梅."""
    return create_person(by=alice, at=at, family="李", given="梅", honorific="ms")


@pytest.fixture
def lone(charlie: User, at: datetime) -> Person:
    """Charlie's own contact, whom Alice must not see."""
    return create_person(by=charlie, at=at, family="Lone", given="Carla")


@pytest.fixture
def told() -> Callable[[str], list[dict[str, Any]]]:
    """Return the data of all events of a name, oldest first."""

    def read(name: str) -> list[dict[str, Any]]:
        return [row.data for row in EventRow.objects.filter(name=name).order_by("id")]

    return read
