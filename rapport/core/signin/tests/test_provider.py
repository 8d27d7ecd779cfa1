"""Coming in by the company's OpenID provider: a real one, on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import oidc_provider_mock
import pytest
import requests
from django.core.cache import cache
from django.test import Client

from rapport.core.access.models import Grant, User
from rapport.core.audit.models import SignInEvent

pytestmark = pytest.mark.django_db


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@pytest.fixture
def provider(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    cache.clear()
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    server = make_server("127.0.0.1", 0, oidc_provider_mock.app(), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "company",
        "name": "Haina ID",
        "client_id": "rapport",
        "secret": "s",
        "settings": {"server_url": url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_DOMAINS = ["haina.example"]
    settings.OIDC_ROLE = "seller"
    yield url
    server.shutdown()
    thread.join()


def come_in(url: str, email: str, *, verified: bool = True, name: str = "Eve Park"):
    """Go the browser's way: to the provider, name oneself there, and back."""
    claims = {"email": email, "email_verified": verified, "name": name}
    requests.put(f"{url}/users/{email}", json=claims, timeout=5).raise_for_status()
    client = Client()
    start = client.get("/accounts/oidc/company/login/?next=/settings")
    assert start.headers["Location"].startswith(f"{url}/")
    back = requests.post(
        start.headers["Location"], data={"sub": email}, allow_redirects=False, timeout=5
    )
    target = urlsplit(back.headers["Location"])
    answer = client.get(target.path, {k: v[0] for k, v in parse_qs(target.query).items()})
    return client, answer


def test_a_colleague_comes_in(provider: str, alice: User) -> None:
    client, answer = come_in(provider, alice.email)
    assert answer.headers["Location"] == "/settings"
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert SignInEvent.objects.get().method == "provider"
    again, answer = come_in(provider, alice.email)
    assert again.session["_auth_user_id"] == str(alice.pk)


def test_somebody_of_an_allowed_domain_joins(provider: str, alice: User) -> None:
    client, _answer = come_in(provider, "eve@haina.example")
    user = User.objects.get(email="eve@haina.example")
    assert user.name == "Eve Park"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Grant.objects.get(user=user).role.key == "seller"


@pytest.mark.parametrize(
    ("email", "verified", "sentence"),
    [
        ("eve@elsewhere.example", 1, "no account for this address"),
        ("alice@haina.example", 0, "did not confirm your e-mail"),
    ],
)
def test_others_are_told_why_not(
    provider: str, alice: User, email: str, verified: int, sentence: str
) -> None:
    client, answer = come_in(provider, email, verified=bool(verified))
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert SignInEvent.objects.get().outcome == "failed"
    assert User.objects.filter(is_system=False).count() == 1


def test_who_has_left_stays_out(provider: str, alice: User, at) -> None:
    User.objects.filter(pk=alice.pk).update(left_at=at)
    client, answer = come_in(provider, alice.email)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_an_answer_nobody_asked_for_is_refused(provider: str, alice: User) -> None:
    client = Client()
    answer = client.get("/accounts/oidc/company/login/callback/", {"code": "x", "state": "y"})
    assert answer.status_code == 401
    assert "did not succeed" in answer.content.decode()


def test_the_sign_in_page_offers_it(provider: str, alice: User) -> None:
    text = Client().get("/accounts/sign-in?next=/settings").content.decode()
    assert "Sign in with Haina ID" in text
    assert "/accounts/oidc/company/login/?next=" in text
