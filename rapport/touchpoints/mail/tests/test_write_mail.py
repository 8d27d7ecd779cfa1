"""Writing a mail: who may, to whom, with which words; held for ten seconds, taken back within."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing
from rapport.core.undo.actions import undo
from rapport.customers.consent.actions import suppress_address, withdraw_consent
from rapport.customers.contactpoints.models import ContactPoint
from rapport.touchpoints.mail.actions import (
    GoneAlready,
    NoServerYet,
    NothingToSendAgain,
    NotToBeMailed,
    cancel_mail,
    send_mail,
    write_mail,
)
from rapport.touchpoints.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def test_a_mail_is_merged_and_waits(write, wang, at, told) -> None:
    mail = write()
    assert (mail.subject, mail.body) == ("Your sea view, 伟", "Dear 王伟,\n\nit is free.")
    assert (mail.address, mail.state) == ("wang.wei@hailan.example", "waiting")
    assert mail.due_at == at + timedelta(seconds=10)
    assert told("MailWritten") == [{"mail_id": mail.pk, "party_id": wang.pk}]


def test_undo_takes_it_back_before_it_goes(write, post, minute, alice, at) -> None:
    write()
    undo(last_group(), by=alice, at=at)
    minute(at + timedelta(seconds=11))
    assert (OutgoingMail.objects.count(), post.taken) == (0, [])


def test_names_of_merge_fields_are_known_in_both_languages(write) -> None:
    assert (
        write(subject="{{ 姓名 }}", body="{{名}} {{ FIRST  NAME }} {{ 城市 | 海边 }}").subject
        == "王伟"
    )
    assert OutgoingMail.objects.get().body == "伟 伟 海边"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("subject", " ", "Write a subject."),
        ("body", "", "Write what the mail is to say."),
        ("body", "Dear {{ frist name }}", "There is no merge field “frist name”."),
        ("body", "Dear {{ first name }", "A merge field stands between two braces"),
        ("purpose", "profiling", "Choose what the mail is for."),
        ("body", "a\x00b", "a character that cannot be stored"),
        ("subject", "x" * 201, "too long: 200 characters fit"),
    ],
)
def test_what_nobody_could_send_is_refused(write, field, text, says) -> None:
    with pytest.raises(Invalid) as error:
        write(**{field: text})
    assert says in error.value.fields[field]
    assert not OutgoingMail.objects.exists()


def test_a_missing_value_wants_a_word_instead(write) -> None:
    with pytest.raises(NotToBeMailed, match="Without city"):
        write(body="Greetings to {{ city }}")
    assert write(body="Greetings to {{ city | you }}").body == "Greetings to you"


def test_consent_and_suppression(write, wang, alice, admin, at) -> None:
    with pytest.raises(NotToBeMailed, match="No consent was given"):
        write(purpose="offers")
    point = ContactPoint.objects.get(party=wang.pk, channel="email")
    withdraw_consent(
        wang.pk, by=alice, at=at, contact_point_id=point.pk, purpose="service", source="phone"
    )
    with pytest.raises(NotToBeMailed, match="Consent was withdrawn"):
        write()
    suppress_address(by=admin, at=at, channel="email", value="Wang.Wei@hailan.example")
    with pytest.raises(NotToBeMailed, match="blocked for good"):
        write()


def test_only_an_address_of_hers(write, wang, alice, at, draft) -> None:
    phone = ContactPoint.objects.get(party=wang.pk, channel="phone")
    with pytest.raises(Missing):
        write_mail(wang.pk, draft(), by=alice, at=at, contact_point_id=phone.pk)


def test_a_stranger_may_not(wang, charlie, at, draft) -> None:
    with pytest.raises(Missing):
        write_mail(wang.pk, draft(), by=charlie, at=at)


def test_without_a_server_nothing_piles_up(write, settings) -> None:
    settings.EMAIL_BACKEND = "rapport.core.company.adapters.CompanyBackend"
    with pytest.raises(NoServerYet):
        write()


def test_cancelled_and_sent_again(write, alice, charlie, at, post, minute, told) -> None:
    mail = write()
    with pytest.raises(Missing):
        cancel_mail(mail.pk, by=charlie, at=at)
    assert cancel_mail(mail.pk, by=alice, at=at).state == "cancelled"
    assert told("MailCancelled")[0]["mail_id"] == mail.pk
    minute(at + timedelta(minutes=1))
    assert post.taken == []
    with pytest.raises(GoneAlready):
        cancel_mail(mail.pk, by=alice, at=at)
    assert send_mail(mail.pk, by=alice, at=at + timedelta(hours=1)).state == "waiting"
    with pytest.raises(NothingToSendAgain):
        send_mail(mail.pk, by=alice, at=at)
    minute(at + timedelta(hours=1))
    assert len(post.taken) == 1
