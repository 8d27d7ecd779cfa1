"""王伟 the customer, Alice's; 海纳 the company, Alice's too."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.models import User
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
