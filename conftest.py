"""The fixed cast: Alice sells, Bob leads her team, Charlie is in another team, Dana answers calls, Ada administers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from rapport.core.access.actions import require
from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.action import action


@pytest.fixture
def at() -> datetime:
    """The moment at which tests happen; actions get it handed in."""
    return datetime(2026, 9, 17, 9, 30, tzinfo=UTC)


def make_user(name: str, role: str, team: Team | None = None, **fields: Any) -> User:
    """Make a user with one of the shipped roles; her password is her name, twice."""
    user = User(email=f"{name.lower()}@haina.example", name=name, team=team, **fields)
    user.set_password(f"{name}{name}".lower())
    user.save()
    Grant.objects.create(user=user, role=Role.objects.get(key=role))
    return user


@pytest.fixture
def north(db: None) -> Team:
    """Alice's and Bob's team."""
    return Team.objects.create(name="North")


@pytest.fixture
def south(db: None) -> Team:
    """Charlie's team."""
    return Team.objects.create(name="South")


@pytest.fixture
def alice(north: Team) -> User:
    """Sells."""
    return make_user("Alice", "seller", north)


@pytest.fixture
def bob(north: Team) -> User:
    """Leads Alice's team."""
    return make_user("Bob", "sales_manager", north)


@pytest.fixture
def charlie(south: Team) -> User:
    """Sells in another team and must see nothing of Alice's."""
    return make_user("Charlie", "seller", south)


@pytest.fixture
def dana(db: None) -> User:
    """Answers calls."""
    return make_user("Dana", "agent")


@pytest.fixture
def admin(db: None) -> User:
    """Administers."""
    return make_user("Ada", "administrator")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a browser-like client in which the user is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def written_by() -> Callable[[User, str, Callable[[], Any]], Any]:
    """Return a way to run code as an action of the user, for set-up that must be signed."""

    def run(user: User, right: str, work: Callable[[], Any]) -> Any:
        @action
        def verb() -> Any:
            require(user, right)
            return work()

        return verb()

    return run


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback is reached in tests."""
    import socket

    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not (host.startswith("127.") or host in {"::1", "localhost"}):
            msg = f"A test reached for {host}."
            raise AssertionError(msg)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
