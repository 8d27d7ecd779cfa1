"""A list that stands under the name `users`, as the assembling package would name it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from markupsafe import Markup

from rapport.core.access.models import User
from rapport.core.lists import views
from rapport.core.lists.cells import Lead
from rapport.core.lists.spec import ListSpec


@dataclass(frozen=True)
class Here:
    """A list with the address of its page."""

    spec: ListSpec
    address: str = "/people"


def by_name(_rows: Sequence[User]) -> Callable[[User], Lead]:
    """Return the function that draws what a row is about."""
    return lambda user: Lead(
        f"/users/{user.pk}", user.name, Markup("<td>{}</td>").format(user.name)
    )


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> Callable[[ListSpec], None]:
    """Return `stands(spec)`: the list can be asked for below /lists/users/."""
    return lambda spec: monkeypatch.setattr(views, "listed", lambda name: {"users": Here(spec)})
