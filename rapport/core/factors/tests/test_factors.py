"""A second proof: the authenticator app, recovery codes, and proving it again before changing them."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from rapport.core.access.models import User
from rapport.core.audit.models import SignInEvent

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "alicealice"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def code(secret: str) -> str:
    """Return what the app would show now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def prove(client: Client) -> None:
    assert client.post("/accounts/again", PASSWORD).status_code == 302


@pytest.fixture
def client(alice: User, signed_in) -> Client:
    found: Client = signed_in(alice)
    prove(found)
    return found


@pytest.fixture
def secret(client: Client) -> str:
    """Set the app up for Alice and return its key."""
    text = client.get("/profile/security/app").content.decode()
    key = re.search(r"<code>(\w+)</code>", text).group(1)
    answer = client.post("/profile/security/app", {"code": code(key)})
    assert answer.headers["Location"] == "/profile/security/codes"
    cache.clear()
    return key


def half_way(alice: User) -> Client:
    client = Client()
    answer = client.post("/accounts/sign-in", {"login": alice.email, **PASSWORD})
    assert answer.headers["Location"] == "/accounts/second-proof"
    assert "_auth_user_id" not in client.session
    return client


def test_the_key_lies_encrypted(secret: str) -> None:
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored


def test_after_the_password_the_code_is_asked_for(alice: User, secret: str) -> None:
    client = half_way(alice)
    assert client.get("/settings").status_code == 302
    answer = client.post("/accounts/second-proof", {"code": code(secret)})
    assert answer.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(alice.pk)


@pytest.mark.parametrize("wrong", ["000000", "", "abc", "1" * 500, "\0"])
def test_a_wrong_code_is_refused_and_written_down(alice: User, secret: str, wrong: str) -> None:
    client = half_way(alice)
    answer = client.post("/accounts/second-proof", {"code": wrong})
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
    assert SignInEvent.objects.order_by("-id")[0].outcome == "failed"


def test_codes_cannot_be_guessed_for_long(alice: User, secret: str) -> None:
    client = half_way(alice)
    for _ in range(11):
        client.post("/accounts/second-proof", {"code": "000000"})
    client.post("/accounts/second-proof", {"code": code(secret)})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(alice: User, client: Client, secret: str) -> None:
    text = client.get("/profile/security/codes").content.decode()
    one = re.search(r"<pre[^>]*>(.*?)\n", text).group(1).strip()
    assert half_way(alice).post("/accounts/second-proof", {"code": one}).status_code == 302
    assert half_way(alice).post("/accounts/second-proof", {"code": one}).status_code == 422


def test_new_recovery_codes_end_the_old_ones(alice: User, client: Client, secret: str) -> None:
    old = re.search(
        r"<pre[^>]*>(.*?)\n", client.get("/profile/security/codes").content.decode()
    ).group(1)
    assert client.post("/profile/security/codes/new").status_code == 302
    assert half_way(alice).post("/accounts/second-proof", {"code": old}).status_code == 422


def test_the_app_can_be_removed(alice: User, client: Client, secret: str) -> None:
    assert client.post("/profile/security/app/remove").status_code == 302
    assert not Authenticator.objects.exists()
    outcomes = list(SignInEvent.objects.values_list("outcome", flat=True))
    assert "factor_added" in outcomes
    assert "factor_removed" in outcomes


@pytest.mark.parametrize("address", ["/profile/security/app", "/profile/security/passkey"])
def test_who_changes_a_proof_shows_again_who_she_is(alice: User, signed_in, address: str) -> None:
    client = signed_in(alice)
    answer = client.get(address)
    assert answer.headers["Location"].startswith("/accounts/again?next=")
    wrong = client.post("/accounts/again", {"password": "wrong", "next": address})
    assert wrong.status_code == 422
    right = client.post("/accounts/again", {**PASSWORD, "next": address})
    assert right.headers["Location"] == address
    assert client.get(address).status_code == 200


def test_somebody_elses_passkey_is_not_there(alice: User, bob: User, client: Client) -> None:
    other = Authenticator.objects.create(user=bob, type="webauthn", data={})
    answer = client.post(f"/profile/security/passkey/{other.pk}/remove")
    assert answer.status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("junk", ["", "{}", "[]", '{"id": 1}', "null", "\0"])
def test_a_forged_passkey_is_refused(alice: User, client: Client, junk: str) -> None:
    stranger = Client()
    stranger.get("/accounts/passkey")
    assert stranger.post("/accounts/passkey", {"credential": junk}).status_code == 422
    client.get("/profile/security/passkey")
    answer = client.post("/profile/security/passkey", {"credential": junk, "name": "x"})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("address", ["/accounts/second-proof"])
def test_there_is_no_second_step_without_the_first(alice: User, address: str) -> None:
    assert Client().get(address).headers["Location"] == "/accounts/sign-in"


def test_a_new_passkey_is_named_for_where_it_is_made(client: Client) -> None:
    agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36"
    html = client.get("/profile/security/passkey", headers={"User-Agent": agent}).content.decode()
    assert 'value="Chrome on macOS"' in html
