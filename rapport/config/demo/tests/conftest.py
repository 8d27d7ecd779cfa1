"""A small invented company."""

from __future__ import annotations

from datetime import date

import pytest

from rapport.config.demo.found import Wanted, found_haina
from rapport.config.demo.world import World, make_world

UNTIL = date(2026, 9, 17)


@pytest.fixture(scope="session")
def world() -> World:
    """Haina with a thousand customers, in memory."""
    return make_world(1, 1_000, UNTIL, sellers=7)


@pytest.fixture
def haina(db: None) -> World:
    """Haina with three hundred customers, in the database."""
    wanted = Wanted(300, 1, UNTIL, "en", "alice has a password")
    return found_haina(wanted, lambda _table, _count: None)
