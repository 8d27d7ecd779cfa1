"""The fixed cast: Alice sells, Bob leads her team, Charlie is in another team, Dana answers calls, Ada administers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from playwright.sync_api import Error as PageError
from pytest_django import DjangoDbBlocker

from rapport.core.access.actions import require
from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.access.setup import ensure_shipped
from rapport.core.action import action
from rapport.core.tokens.actions import create_token

JOURNALS = ("core_event", "core_change", "procrastinate_jobs")
REALLY_WRITTEN = {"transactional_db", "live_server", "open_as", "gate"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Add to the report of a failed browser test the address and the words of each open page."""
    report = yield
    context = getattr(item, "funcargs", {}).get("context")
    if report.when == "call" and report.failed and context is not None:
        for page in context.pages:
            with suppress(PageError):  # closed or gone
                report.sections.append((f"page {page.url}", page.inner_text("body", timeout=2_000)))
    return report


@pytest.fixture(autouse=True)
def no_journals_left(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Empty what no model owns, so Django does not, after a test that really wrote into the database."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    if is_marked or REALLY_WRITTEN & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for table in JOURNALS:
                cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def at() -> datetime:
    """The moment at which tests happen; actions get it handed in."""
    return datetime(2026, 9, 17, 9, 30, tzinfo=UTC)


def make_user(name: str, role: str, team: Team | None = None, **fields: Any) -> User:
    """Make a user with one of the shipped roles; her password is her name, twice."""
    if not Role.objects.filter(
        key=role
    ).exists():  # a browser test before this one emptied the tables
        ensure_shipped()
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
def caller(at: datetime) -> Callable[..., Client]:
    """Return a client that calls the API with a fresh access token of the user."""

    def call(user: User, **options: Any) -> Client:
        _token, secret = create_token(by=user, at=at, name="test", **options)
        return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)

    return call


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
def _shipped(request: pytest.FixtureRequest) -> None:
    """A browser test empties the tables behind it; what is shipped is there again for the next."""
    with_database = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if with_database or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")
        if not Role.objects.exists():
            ensure_shipped()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test begins in English; a page shown in Chinese leaves no trace."""
    with translation.override("en"):
        yield


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


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """Nothing is collected in tests; the folder that the web server looks into is there, and empty."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _playwright_beside_django() -> Iterator[None]:
    """Playwright's event loop runs in the thread of the tests, where Django would refuse to read the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium; the flags keep it from looking for the network."""
    quiet = ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"]
    quiet += ["disable-component-update", "disable-sync", "no-sandbox"]
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium") or shutil.which("chromium-browser"),
        "args": [f"--{flag}" for flag in quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Keep the app's worker out of the way: what it fetches passes by the test that counts or answers requests."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture
def open_as(
    live_server: Any, context: Any, signed_in: Callable[[User], Client]
) -> Callable[..., Any]:
    """Return `open_as(user, "/people")`: a Chromium page in which the user is signed in."""

    def open_page(user: User, path: str = "/") -> Any:
        session = signed_in(user).cookies["sessionid"].value
        context.clear_cookies()
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_page
