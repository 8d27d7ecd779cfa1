"""What upper rooms offer to exports: business cards of the records of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rapport.core.access.models import User
from rapport.core.assembly import listed

Cards = Callable[[Any, User], Iterator[str]]
"""From the rows of a list and who exports them: one vCard after the other, a text for each."""


def cards_of(name: str) -> Cards | None:
    """Return what writes the cards of a list; many lists have none."""
    found: Cards | None = listed("cards").get(name)
    return found
