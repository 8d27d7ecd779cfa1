"""With whom a mail is, and in which conversation."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.customers.organizations.actions import create_organization
from rapport.customers.people.models import Person
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mailboxes.models import MailboxEntry
from rapport.touchpoints.mailboxes.tests.mails import raw
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty


@pytest.fixture
def arrive(connect: Any, deliver: Any, read: Any) -> Any:
    """Return a way to let mails arrive in Alice's mailbox and to read it."""
    made: dict[str, Any] = {}

    def run(*mails: bytes, **changed: Any) -> Any:
        for one in mails:
            deliver(one)
        if "box" not in made:
            made["box"] = connect(**changed)
        read(made["box"])
        return made["box"]

    return run


def why(subject: str) -> list[tuple[int, str]]:
    """Return with whom the mail of a subject is, and why."""
    rows = MailMessageParty.objects.filter(message__subject=subject).order_by("party_id")
    return list(rows.values_list("party_id", "why"))


def test_by_address_it_stands_on_the_timeline(arrive: Any, known: Any) -> None:
    wei = known("Wei", "Wang.Wei@example.com")
    arrive(raw(body="Is it free?\n\nOn Mon, 1 Jun 2026 Alice wrote:\n> In May"))
    assert why("Your sea view") == [(wei.pk, "address")]
    contact = Interaction.objects.get(party=wei.pk)
    assert (contact.channel, contact.direction, contact.body) == ("email", "in", "Is it free?")
    wei.party.refresh_from_db()
    assert wei.party.last_touch_channel == "email"


def test_to_a_customer_from_us(arrive: Any, known: Any) -> None:
    wei, ada = known("Wei", "wang.wei@example.com"), known("Ada", "ada@example.com")
    arrive(raw(sender="alice@haina.example", to="wang.wei@example.com, ada@example.com"))
    assert why("Your sea view") == [(wei.pk, "address"), (ada.pk, "address")]
    assert set(Interaction.objects.values_list("direction", flat=True)) == {"out"}


def test_one_address_of_several_people(arrive: Any, known: Any) -> None:
    one = known("Anna", "family@example.com")
    two = known("Ben", "family@example.com")
    arrive(
        raw("By name", sender="Ben Berg <family@example.com>"),
        raw("Nobody knows", sender="family@example.com", key="<2@x.com>"),
        raw(
            "Re: By name",
            sender="family@example.com",
            key="<3@x.com>",
            References="<1@example.com>",
        ),
    )
    assert why("By name") == [(two.pk, "name")]
    assert why("Nobody knows") == [(one.pk, "shared"), (two.pk, "shared")]
    assert why("Re: By name") == [(two.pk, "thread")]


def test_by_the_domain_of_a_company(arrive: Any, alice: Any, at: Any) -> None:
    company = create_organization(by=alice, at=at, legal_name="Berg AG", domains=["berg.example"])
    arrive(
        raw("Ours", sender="new@berg.example"),
        raw("Anybody", sender="new@gmail.com", key="<2@x.com>"),
    )
    assert why("Ours") == [(company.pk, "domain")]
    assert why("Anybody") == []


def test_only_customers(arrive: Any, known: Any) -> None:
    known("Wei", "wang.wei@example.com")
    arrive(raw(), raw("Private", sender="mum@example.com", key="<2@x.com>"), only_customers=True)
    assert list(MailMessage.objects.values_list("subject", flat=True)) == ["Your sea view"]
    assert MailboxEntry.objects.get(reason="no_customer").message is None


@pytest.mark.parametrize(
    ("headers", "nature"),
    [
        ({"Auto_Submitted": "auto-replied"}, "robot"),
        ({"sender": "noreply@example.com"}, "robot"),
        ({"List_Id": "<news.example.com>"}, "list"),
        ({"subject": "自动回复: 出差"}, "robot"),
        ({}, "personal"),
    ],
)
def test_only_what_a_person_wrote_is_a_contact(
    arrive: Any, known: Any, headers: dict[str, str], nature: str
) -> None:
    known("Wei", headers.get("sender", "wang.wei@example.com"))
    arrive(raw(**headers))
    assert MailMessage.objects.get().nature == nature
    assert Interaction.objects.exists() == (nature == "personal")


def test_conversations_and_their_reasons(arrive: Any) -> None:
    ask = {"sender": "wei@example.com"}
    arrive(
        raw("Offer", key="<1@x>", **ask),
        raw("Re: Offer", key="<2@x>", References="<1@x>", **ask),
        raw("Something else", key="<3@x>", In_Reply_To="<1@x>", **ask),
        raw("答复：Offer", key="<4@x>", **ask),
        raw("Offer", key="<5@x>", **ask),
        raw("Re: Offer", key="<6@x>", sender="stranger@example.com"),
    )
    found = {row.key: row for row in MailMessage.objects.all()}
    assert {key: row.decision for key, row in found.items()} == {
        "<1@x>": "first",
        "<2@x>": "reply",
        "<3@x>": "renamed",
        "<4@x>": "subject",
        "<5@x>": "first",
        "<6@x>": "first",
    }
    assert found["<2@x>"].thread_id == found["<1@x>"].thread_id
    assert len({row.thread_id for row in found.values()}) == 4


def test_an_answer_that_arrives_first(arrive: Any) -> None:
    arrive(raw("Re: Offer", key="<2@x>", References="<1@x>"), raw("Offer", key="<1@x>"))
    assert MailMessage.objects.values("thread").distinct().count() == 1


def test_an_answer_to_a_mail_that_was_written_here(
    arrive: Any, post: Any, write: Any, minute: Any, at: Any, wang: Person
) -> None:
    from rapport.touchpoints.mail.tests.conftest import SOON

    mail = write()
    minute(at + SOON)
    ours = post.taken[0]["Message-ID"]
    arrive(
        raw("Re: Your sea view", key="<a@x>", In_Reply_To=ours),
        raw("Your sea view", key=ours, sender="alice@haina.example"),
    )
    message = MailMessage.objects.get()
    assert (message.decision, message.answers) == ("ours", mail)
    assert MailboxEntry.objects.filter(reason="sent_here").count() == 1


REPORT = b"""From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
To: crm@haina.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; %(who)s
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b
Content-Type: message/rfc822

Message-ID: %(about)s
Subject: Your sea view

Dear
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "bounced"), [("failed", "5.1.1", True), ("delayed", "4.4.1", False)]
)
def test_a_delivery_report(
    arrive: Any,
    post: Any,
    write: Any,
    minute: Any,
    at: Any,
    told: Any,
    action: str,
    status: str,
    *,
    bounced: bool,
) -> None:
    from rapport.touchpoints.mail.tests.conftest import SOON

    mail = write()
    minute(at + SOON)
    words = {"who": mail.address, "action": action, "status": status}
    about = post.taken[0]["Message-ID"]
    report = REPORT % {k.encode(): v.encode() for k, v in {**words, "about": about}.items()}
    arrive(report)
    mail.refresh_from_db()
    mail.contact_point.refresh_from_db()
    assert MailMessage.objects.get().nature == "bounce"
    assert (mail.state == "bounced") is bounced
    assert (mail.contact_point.bounced_at is not None) is bounced
    if bounced:
        assert "No such user" in mail.contact_point.bounce_reason
    assert Interaction.objects.filter(direction="in").count() == 0


def test_a_report_about_a_mail_that_is_not_ours_is_believed_in_nothing(
    arrive: Any, wang: Person, known: Any
) -> None:
    wei = known("Wei", "wang.wei@example.com")
    words = {"who": "wang.wei@example.com", "action": "failed", "status": "5.1.1"}
    words["about"] = "<invented@example.com>"
    arrive(REPORT % {k.encode(): v.encode() for k, v in words.items()})
    assert not wei.party.contact_points.exclude(bounced_at=None).exists()
    assert OutgoingMail.objects.count() == 0
    assert MailMessage.objects.get().nature == "bounce"
