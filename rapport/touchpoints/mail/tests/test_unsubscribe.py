"""The way out of more mails (RFC 8058): a POST alone acts, once, without signing in, whatever became of the record."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from rapport.customers.consent.models import ConsentEvent
from rapport.customers.consent.queries import may_contact
from rapport.customers.contactpoints.actions import remove_contact_point
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.tests.conftest import SOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(write, agreed, wang, post, minute, at) -> str:
    """The address in a mail that went out."""
    agreed(wang)
    write(purpose="offers")
    minute(at + SOON)
    (letter,) = post.taken
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip(" <>")
    assert address.startswith("https://crm.haina.example/mail/unsubscribe/")
    text, html = letter.iter_parts()
    assert address in text.get_content()
    assert address in html.get_content()
    return str(urlsplit(address).path)


def withdrawals() -> int:
    return ConsentEvent.objects.filter(decision="withdrawn").count()


def test_reading_changes_nothing_and_a_post_withdraws_once(
    link, write, wang, alice, at, told
) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert withdrawals() == 0
    for _again in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert "You are unsubscribed" in answer.text
    line = ConsentEvent.objects.get(decision="withdrawn")
    assert (line.purpose, line.source) == ("offers", "email")
    assert str(OutgoingMail.objects.get().pk) in line.evidence
    assert len(told("ConsentWithdrawn")) == 1


def test_it_works_when_the_address_is_gone(link, wang, alice, at) -> None:
    point = OutgoingMail.objects.get().contact_point
    remove_contact_point(wang.pk, point.pk, by=alice, at=at)
    assert Client().post(link).status_code == 200
    assert withdrawals() == 1
    wang.party.delete()
    assert Client().post(link).status_code == 200


def test_it_counts_for_all_who_share_the_address(link, known) -> None:
    wife = known("Mei", "wang.wei@hailan.example")
    known("Anna", "anna@berg.example")
    Client().post(link)
    assert withdrawals() == 2
    assert not may_contact(wife.pk, "email", "offers").allowed


def test_a_broken_link_says_so(link) -> None:
    answer = Client().post(link[:-3] + "abc")
    assert answer.status_code == 404
    assert "not complete" in answer.text
    assert withdrawals() == 0


def test_what_waits_does_not_go_out_any_more(link, write, post, minute, at) -> None:
    mail = write(purpose="offers")
    Client().post(link)
    minute(at + 2 * SOON)
    mail.refresh_from_db()
    assert (mail.state, mail.halt, len(post.taken)) == ("failed", "withdrawn", 1)
