"""A list that stands under the name `users`, as the assembling package would name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from rapport.core.lists import views
from rapport.core.lists.spec import ListSpec


@dataclass(frozen=True)
class Here:
    """A list with the address of its page."""

    spec: ListSpec
    address: str = "/people"


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> Callable[[ListSpec], None]:
    """Return `stands(spec)`: the list can be asked for below /lists/users/."""
    return lambda spec: monkeypatch.setattr(views, "listed", lambda name: {"users": Here(spec)})
