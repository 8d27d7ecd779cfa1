"""The company, a person, and what tests of layouts ask."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.models import Role, User
from rapport.core.company.models import Company
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person


@pytest.fixture(autouse=True)
def haina(db: None) -> Company:
    """The company, which counts in yuan."""
    return Company.objects.create(pk=1, name="海纳", base_currency="CNY")


@pytest.fixture
def wang(alice: User, at: datetime) -> Party:
    """王伟, Alice's customer."""
    return create_person(by=alice, at=at, family="王", given="伟").party


@pytest.fixture
def seller(db: None) -> Role:
    """The role that Alice holds."""
    return Role.objects.get(key="seller")
