"""Handing mails over to a real mail server: once, with consent asked anew, tried again, on the timeline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import MAIL
from rapport.customers.consent.actions import suppress_address, withdraw_consent
from rapport.customers.contactpoints.actions import remove_contact_point
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.actions import trash_parties
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail import handing
from rapport.touchpoints.mail.actions import cancel_mail
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.tests.conftest import SOON

pytestmark = pytest.mark.django_db


def test_it_goes_out_after_ten_seconds_and_stands_on_the_timeline(
    write, post, minute, wang, alice, at, told
) -> None:
    mail = write()
    minute(at + timedelta(seconds=9))
    assert post.taken == []
    minute(at + SOON)
    minute(at + SOON)
    (letter,) = post.taken
    assert (letter["To"], letter["Subject"]) == ("wang.wei@hailan.example", "Your sea view, 伟")
    assert letter["From"] == "Alice · 海纳 Haina <crm@haina.example>"
    assert letter["Reply-To"] == f"Alice <{alice.email}>"
    assert letter["Message-ID"] == f"<{mail.key.hex}@haina.example>"
    assert letter["List-Unsubscribe"] is None  # written to him alone, about what he is served with
    text, html = letter.iter_parts()
    assert text.get_content().split() == ["Dear", "王伟,", "it", "is", "free."]
    assert ">Dear 王伟,</p>" in html.get_content()
    mail.refresh_from_db()
    contact = Interaction.objects.get()
    assert (mail.state, mail.interaction) == ("sent", contact)
    assert (contact.party_id, contact.staff, contact.channel) == (wang.pk, alice, "email")
    assert (contact.direction, contact.subject) == ("out", "Your sea view, 伟")
    assert Party.objects.get(pk=wang.pk).last_touch_at == at + SOON
    assert told("MailSent")[0]["mail_id"] == mail.pk


def test_what_was_allowed_may_not_be_any_more(
    write, post, minute, wang, alice, admin, at, told
) -> None:
    point = ContactPoint.objects.get(party=wang.pk, channel="email")
    halts = {
        "withdrawn": lambda: withdraw_consent(
            wang.pk, by=alice, at=at, contact_point_id=point.pk, purpose="service", source="phone"
        ),
        "suppressed": lambda: suppress_address(
            by=admin, at=at, channel="email", value=point.normalized
        ),
        "unknown": lambda: remove_contact_point(wang.pk, point.pk, by=alice, at=at),
        "trashed": lambda: trash_parties([wang.pk], by=alice, at=at),
    }
    mails = OutgoingMail.objects
    for halt, happens in halts.items():
        if halt == "withdrawn":
            write()
        happens()
        mails.update(state="waiting", due_at=at, ended_at=None)
        minute(at + SOON)
        assert mails.get().halt == halt
        assert (mails.get().state, mails.get().due_at) == ("failed", None)
    assert post.taken == []
    assert len(told("MailFailed")) == len(halts)


def test_who_left_writes_no_more(write, post, minute, alice, at) -> None:
    write()
    alice.left_at = at
    alice.save(update_fields=["left_at"])
    minute(at + SOON)
    assert (OutgoingMail.objects.get().halt, post.taken) == ("sender_left", [])


def test_a_server_that_takes_nothing_is_asked_again_later(write, post, minute, at) -> None:
    write(), write(subject="Second")
    post.says = "451 later"
    minute(at + SOON)
    first, second = OutgoingMail.objects.order_by("pk")
    assert (first.state, first.attempts, second.attempts) == ("waiting", 1, 0)
    assert first.failure.startswith("451")
    assert first.due_at == at + SOON + MAIL.waits[0]
    post.says = "250 OK"
    minute(at + SOON)
    assert [one["Subject"] for one in post.taken] == ["Second"]
    minute(at + SOON + MAIL.waits[0])
    assert len(post.taken) == 2


def test_a_server_that_refuses_is_not_asked_again(write, post, minute, at) -> None:
    write()
    post.says = "550 no such user"
    minute(at + SOON)
    post.says = "250 OK"
    minute(at + timedelta(days=3))
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.failure, post.taken) == ("failed", "550 no such user", [])
    assert not Interaction.objects.exists()


def test_an_answer_that_was_lost_is_uncertain(write, post, minute, at) -> None:
    write()
    post.says = ""
    minute(at + SOON)
    minute(at + timedelta(days=3))
    assert OutgoingMail.objects.get().state == "uncertain"
    assert len(post.taken) == 1


def test_a_mail_cancelled_in_the_last_moment_stays_here(write, alice, at) -> None:
    write()
    mail = handing.claim(at=at + SOON)
    cancel_mail(mail.pk, by=alice, at=at + SOON)
    with pytest.raises(leases.LeaseLost):
        leases.begin_sending(mail, at=at + SOON)
    assert OutgoingMail.objects.get().state == "cancelled"


def test_two_workers_take_different_mails(write, at) -> None:
    write(), write()
    first, second = handing.claim(at=at + SOON), handing.claim(at=at + SOON)
    assert first.pk != second.pk
    assert handing.claim(at=at + SOON) is None
