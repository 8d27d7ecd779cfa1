"""Fields of the company's own, and 王伟 to have them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field
from rapport.core.customfields.models import CustomField
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

Add = Callable[..., CustomField]


@pytest.fixture
def add(admin: User, at: datetime) -> Add:
    """Return `add(label, kind, …)`: a field on people."""

    def add(label: str, kind: str, **more: Any) -> CustomField:
        return add_field(more.pop("on", "person"), by=admin, at=at, label=label, kind=kind, **more)

    return add


@pytest.fixture
def wei(alice: User, at: datetime) -> Party:
    """王伟, whom Alice looks after."""
    return create_person(by=alice, at=at, family="王", given="伟").party
