"""Links that open a door once: sign-in by e-mail, and a new password."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.audit.models import SignInEvent
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.links import jobs
from rapport.core.links.actions import ask_for_link, issue_link, use_sign_in_link
from rapport.core.links.events import LinkAsked, LinkIssued
from rapport.core.links.models import OneTimeLink, Purpose
from rapport.core.links.queries import LinkBroken, LinkExpired, LinkUsed, address, token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def run_jobs() -> None:
    """Do what the worker would do with the events of this test."""
    for row in EventRow.objects.filter(name="LinkAsked"):
        jobs.answer(LinkAsked(**row.data), by=system(), at=timezone.now())
    for row in EventRow.objects.filter(name="LinkIssued"):
        jobs.send(LinkIssued(**row.data), by=system(), at=timezone.now())


def path_in(letter) -> str:
    return re.search(r"http://localhost:\d+(/\S+)", letter.body).group(1)


def asked(client: Client, email: str, page: str = "/accounts/link") -> Any:
    answer = client.post(page, {"email": email, "next": "/settings"})
    assert answer.status_code == 200
    run_jobs()
    return answer


def test_the_mailed_link_signs_in_in_another_browser(alice: User) -> None:
    asked(Client(), "Alice@haina.example")
    (letter,) = mail.outbox
    assert letter.to == ["alice@haina.example"]
    assert letter.subject == "Your link to sign in"
    other = Client()
    assert "Welcome back, Alice" in other.get(path_in(letter)).content.decode()
    answer = other.post(path_in(letter))
    assert answer.headers["Location"] == "/settings"
    assert other.session["_auth_user_id"] == str(alice.pk)
    assert SignInEvent.objects.get().method == "link"


def test_the_letter_speaks_the_colleagues_language(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="zh-hans")
    asked(Client(), alice.email)
    assert mail.outbox[0].subject == "你的登录链接"
    assert "Alice，你好：" in mail.outbox[0].body


def test_looking_at_the_link_uses_nothing_up(alice: User) -> None:
    asked(Client(), alice.email)
    for _ in range(3):
        assert Client().get(path_in(mail.outbox[0])).status_code == 200
    assert Client().post(path_in(mail.outbox[0])).status_code == 302


@pytest.mark.parametrize("where", ["/accounts/link", "/accounts/password"])
def test_the_answer_is_the_same_for_strangers(alice: User, at, where: str) -> None:
    User.objects.create(email="gone@haina.example", name="Gone", left_at=at)
    answers = [
        asked(Client(), email, where).content.decode().replace(email, "X")
        for email in (alice.email, "nobody@haina.example", "gone@haina.example")
    ]
    texts = {
        re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]*"', "", a) for a in answers
    }
    assert len(texts) == 1
    assert {letter.to[0] for letter in mail.outbox} == {alice.email}


def test_too_many_requests_for_one_address_wait(alice: User) -> None:
    codes = [Client().post("/accounts/link", {"email": alice.email}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


def test_no_address_is_said_beside_the_field() -> None:
    answer = Client().post("/accounts/link", {"email": "no"})
    assert answer.status_code == 422


@pytest.fixture
def link(alice: User) -> OneTimeLink:
    return issue_link(alice.pk, Purpose.SIGN_IN, by=system(), at=timezone.now())


def test_a_link_works_once(link: OneTimeLink) -> None:
    where = address(link).removeprefix("http://localhost:8000")
    assert Client().post(where).status_code == 302
    answer = Client().post(where)
    assert answer.status_code == 409
    assert "only once" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session


def test_a_new_link_ends_the_old_one(alice: User, link: OneTimeLink) -> None:
    issue_link(alice.pk, Purpose.SIGN_IN, by=system(), at=timezone.now())
    with pytest.raises(LinkUsed):
        use_sign_in_link(token(link), by=system(), at=timezone.now())


def test_a_link_expires(link: OneTimeLink) -> None:
    with pytest.raises(LinkExpired):
        use_sign_in_link(token(link), by=system(), at=link.expires_at)
    used = use_sign_in_link(token(link), by=system(), at=link.expires_at - timedelta(seconds=1))
    assert used.used_at is not None


@pytest.mark.parametrize("change", ["cut", "other number", "other purpose", "junk", "long"])
def test_a_forged_link_is_refused(link: OneTimeLink, change: str) -> None:
    good = token(link)
    bad = {
        "cut": good[:-3],
        "other number": f"{link.pk + 1}{good[good.index(':') :]}",
        "other purpose": good,
        "junk": "\u202e\0🙂",
        "long": "9" * 10_000,
    }[change]
    if change == "other purpose":
        answer = Client().get(f"/accounts/password/{bad}")
        assert answer.status_code == 404
        return
    with pytest.raises(LinkBroken):
        use_sign_in_link(bad, by=system(), at=timezone.now())


def test_a_link_of_somebody_who_left_is_refused(alice: User, link: OneTimeLink, at) -> None:
    User.objects.filter(pk=alice.pk).update(left_at=at)
    assert Client().post(address(link).removeprefix("http://localhost:8000")).status_code == 404


def test_only_who_manages_users_makes_links(alice: User, bob: User, at) -> None:
    with pytest.raises(NotAllowed):
        issue_link(alice.pk, Purpose.SIGN_IN, by=bob, at=at)
    with pytest.raises(NotAllowed):
        ask_for_link(alice.email, Purpose.SIGN_IN, by=bob, at=at)


def test_a_new_password_is_chosen_and_ends_other_sessions(alice: User, signed_in) -> None:
    elsewhere = signed_in(alice)
    asked(Client(), alice.email, "/accounts/password")
    where, client = path_in(mail.outbox[0]), Client()
    weak = client.post(where, {"password": "short"})
    assert weak.status_code == 422
    answer = client.post(where, {"password": "quite another sentence"})
    assert answer.status_code == 302
    assert User.objects.get(pk=alice.pk).check_password("quite another sentence")
    assert client.get("/profile").status_code == 200
    assert elsewhere.get("/profile").status_code == 302
    assert client.post(where, {"password": "a third long sentence"}).status_code == 409


def test_sending_twice_mails_once(alice: User, link: OneTimeLink) -> None:
    run_jobs()
    run_jobs()
    assert len(mail.outbox) == 1
