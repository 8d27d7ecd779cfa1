"""Signing in with a password, and out again."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from rapport.core.access.models import User
from rapport.core.audit.models import SignInEvent

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/sign-in"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def typed(user: User, password: str | None = None) -> dict[str, str]:
    return {"login": user.email, "password": password or f"{user.name}{user.name}".lower()}


def outcomes() -> list[tuple[str, str]]:
    return list(SignInEvent.objects.order_by("id").values_list("outcome", "method"))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_opens(alice: User) -> None:
    client = Client()
    answer = client.post(ADDRESS, typed(alice), HTTP_USER_AGENT="Firefox")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_in(client)
    event = SignInEvent.objects.get()
    assert (event.outcome, event.method, event.user_id) == ("signed_in", "password", alice.pk)
    assert (event.address, event.browser) == ("127.0.0.1", "Firefox")


def test_the_spelling_of_the_address_does_not_matter(alice: User) -> None:
    client = Client()
    client.post(ADDRESS, typed(alice) | {"login": " ALICE@haina.Example "})
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "password"),
    [("alice@haina.example", "wrong"), ("nobody@haina.example", "alicealice"), ("x", "yyyyy")],
)
def test_a_wrong_pair_says_the_same_whoever_it_is(alice: User, login: str, password: str) -> None:
    answer = Client().post(ADDRESS, {"login": login, "password": password})
    assert answer.status_code == 422
    assert not is_in(answer.client)
    text = answer.content.decode()
    assert "do not match" in text or "Enter an e-mail address" in text
    assert password not in text.replace('type="password"', "")


def test_a_wrong_password_is_written_down(alice: User) -> None:
    Client().post(ADDRESS, typed(alice, "wrong"))
    assert outcomes() == [("failed", "password")]
    assert SignInEvent.objects.get().user_id == alice.pk


def test_five_wrong_passwords_close_the_door_for_a_while(alice: User) -> None:
    client = Client()
    answers = [client.post(ADDRESS, typed(alice, "wrong")).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    answer = client.post(ADDRESS, typed(alice))
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    assert not is_in(client)
    assert "locked_out" in [outcome for outcome, _ in outcomes()]


def test_a_lock_out_does_not_touch_others(alice: User, bob: User) -> None:
    client = Client()
    for _ in range(5):
        client.post(ADDRESS, typed(alice, "wrong"))
    client.post(ADDRESS, typed(bob))
    assert is_in(client)


def test_who_knocks_too_often_is_told_to_wait(alice: User) -> None:
    answers = [
        Client().post(ADDRESS, {"login": f"n{i}@x.example", "password": "x"}) for i in range(31)
    ]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429


def test_somebody_who_left_does_not_come_in(alice: User, at) -> None:
    User.objects.filter(pk=alice.pk).update(left_at=at)
    client = Client()
    answer = client.post(ADDRESS, typed(alice))
    assert not is_in(client)
    assert answer.status_code in {403, 422}


@pytest.mark.parametrize(
    ("onward", "goes"),
    [
        ("/settings?x=1", "/settings?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_it_goes_on_to_our_own_pages_only(alice: User, onward: str, goes: str) -> None:
    answer = Client().post(ADDRESS, typed(alice) | {"next": onward})
    assert answer.headers["Location"] == goes


def test_the_session_gets_a_new_key(alice: User) -> None:
    client = Client()
    client.get(ADDRESS)
    session = client.session
    session["left"] = "by somebody else"
    session.save()
    before = session.session_key
    client.post(ADDRESS, typed(alice))
    assert client.session.session_key != before


def test_a_stranger_is_sent_to_the_sign_in_and_back(alice: User) -> None:
    answer = Client().get("/settings/company")
    assert answer.headers["Location"] == f"{ADDRESS}?next=/settings/company"


def test_sign_out_ends_the_session(alice: User, signed_in) -> None:
    client = signed_in(alice)
    assert client.get("/accounts/sign-out").status_code == 405
    answer = client.post("/accounts/sign-out")
    assert answer.headers["Location"] == ADDRESS
    assert not is_in(client)
    assert outcomes() == [("signed_out", "")]


def test_nul_bytes_are_refused(alice: User) -> None:
    answer = Client().post(ADDRESS, {"login": "a\0b@x.example", "password": "x\0"})
    assert answer.status_code == 422


@pytest.mark.parametrize(("language", "word"), [("en", "Sign in"), ("zh-hans", "登录")])
def test_the_page_speaks_the_browsers_language(alice: User, language: str, word: str) -> None:
    answer = Client().get(ADDRESS, headers={"Accept-Language": language})
    assert f"<h1>{word}</h1>" in answer.content.decode()
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_language_can_be_switched(alice: User) -> None:
    client = Client()
    answer = client.post("/accounts/language", {"language": "zh-hans", "next": ADDRESS})
    assert answer.headers["Location"] == ADDRESS
    assert "登录" in client.get(ADDRESS).content.decode()
