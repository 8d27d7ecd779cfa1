"""Mails through a real SMTP server: at once, held, gathered in a digest, tried again, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from django.core.mail import get_connection
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.company.models import Company
from rapport.core.notifications import jobs, letters
from rapport.core.notifications.adapters import compose
from rapport.core.notifications.models import (
    Letter,
    LetterState,
    Notification,
    NotificationSettings,
)
from rapport.core.notifications.reading import mark_read
from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import MAIL
from rapport.customers.parties.actions import assign_parties
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)  # a Thursday
SOON = AT + timedelta(minutes=1)
TASK = {"kind": "task_assigned", "by": "Bob", "link": "/tasks/7", "when": AT}


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_body(("plain",)).get_content())


def test_one_mail_in_her_language_with_its_ways_out(tell, post, minute, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="zh-hans", timezone="Asia/Shanghai")
    tell(alice, title="回电 <王伟>", **TASK)
    minute(SOON)
    (mail,) = post.taken
    assert mail["Subject"].strip() == "Bob 给你分派了任务：回电 <王伟>"
    assert (mail["To"], mail["Auto-Submitted"]) == ("alice@haina.example", "auto-generated")
    letter = Letter.objects.get()
    assert mail["Message-ID"] == f"<{letter.key.hex}@haina.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://crm.haina.example/accounts/mails/" in mail["List-Unsubscribe"]
    assert "https://crm.haina.example/tasks/7" in text_of(mail)
    html = mail.get_body(("html",)).get_content()
    assert "回电 &lt;王伟&gt;" in html
    assert "style=" in html
    assert letter.state == LetterState.SENT


def test_what_was_read_within_the_minute_needs_no_mail(tell, post, minute, alice: User) -> None:
    tell(alice, title="Read", **TASK)
    mark_read(alice, Notification.objects.get().pk, at=AT)
    minute(SOON)
    assert post.taken == []
    tell(alice, title="Read while the mail waits", **TASK)
    letters.gather(at=SOON)
    mark_read(alice, Notification.objects.latest("id").pk, at=SOON)
    minute(SOON)
    assert post.taken == []
    assert Letter.objects.get().state == LetterState.NEEDLESS


def test_quiet_hours_hold_them_and_one_mail_tells_all(tell, post, minute, alice: User) -> None:
    NotificationSettings.objects.create(user=alice, quiet_from=time(9), quiet_until=time(10))
    for title in ("First", "Second"):
        tell(alice, title=title, **{**TASK, "link": f"/tasks/{title}"})
    minute(SOON)
    assert post.taken == []
    minute(AT.replace(hour=10, minute=0))
    (mail,) = post.taken
    assert mail["Subject"] == "2 notifications: Bob gave you a task: Second"
    assert "Bob gave you a task: First" in text_of(mail)


def test_the_digest_comes_at_its_hour(tell, post, minute, alice: User) -> None:
    NotificationSettings.objects.create(
        user=alice, channels={"assignments": "digest"}, digest_at=time(17)
    )
    for title in ("First", "Second"):
        tell(alice, title=title, **{**TASK, "link": f"/tasks/{title}"})
    minute(AT.replace(hour=16, minute=59))
    assert post.taken == []
    minute(AT.replace(hour=17, minute=0))
    (mail,) = post.taken
    assert mail["Subject"] == "Your digest: 2 notifications"


def test_equal_ones_stand_once(tell, post, minute, alice: User) -> None:
    for title in ("First", "Second"):
        tell(alice, title=title, **TASK)
    minute(SOON)
    (mail,) = post.taken
    assert mail["Subject"] == "Bob gave you a task: Second"
    assert "1 earlier" in text_of(mail)


def test_each_channel(tell, post, minute, alice: User) -> None:
    NotificationSettings.objects.create(user=alice, channels={"assignments": "page"})
    assert tell(alice, title="Page only", **TASK) == 1
    NotificationSettings.objects.update(channels={"assignments": "off"})
    assert tell(alice, title="Not at all", **TASK) == 0
    minute(SOON)
    assert post.taken == []
    assert Notification.objects.count() == 1


def test_what_went_out_of_sight_is_not_mailed(
    tell, post, minute, alice: User, bob: User, charlie: User
) -> None:
    person = create_person(by=bob, at=AT, family="王", given="伟")
    words = {"party": "王伟", "by": "Bob", "party_id": person.pk, "when": AT}
    tell(alice, kind="mention", **words)
    assign_parties([person.pk], by=system(), at=AT, owner_id=charlie.pk)
    minute(SOON)
    assert [mail["To"] for mail in post.taken] == [charlie.email]


def test_killed_while_the_server_took_it_nobody_gets_it_twice(
    tell, post, minute, alice: User
) -> None:
    tell(alice, title="Once", **TASK)
    letters.gather(at=SOON)
    claimed = letters.claim(at=SOON)
    leases.begin_sending(claimed.letter, at=SOON)
    get_connection().send_messages([compose(claimed)])  # and here the worker is killed
    for minutes in (1, 10, 60):
        minute(SOON + timedelta(minutes=minutes))
    assert len(post.taken) == 1
    assert Letter.objects.get().state == LetterState.UNCERTAIN


def test_killed_before_the_server_took_it_it_still_goes(tell, post, minute, alice: User) -> None:
    tell(alice, title="Once", **TASK)
    letters.gather(at=SOON)
    key = letters.claim(at=SOON).letter.key  # and here the worker is killed
    minute(SOON + timedelta(minutes=1))
    assert post.taken == []  # somebody may be at it
    minute(SOON + timedelta(minutes=6))
    (mail,) = post.taken
    assert key.hex in mail["Message-ID"]


def test_two_workers_send_it_once(tell, post, alice: User, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "now", lambda: SOON)
    tell(alice, title="Once", **TASK)
    assert (letters.gather(at=SOON), letters.gather(at=SOON)) == (1, 0)
    first = letters.claim(at=SOON)
    assert first is not None
    assert letters.claim(at=SOON) is None


def test_a_server_that_is_busy_is_asked_again(tell, post, minute, alice: User, signed_in) -> None:
    post.says = "451 try later"
    tell(alice, title="Later", **TASK)
    minute(SOON)
    letter = Letter.objects.get()
    assert (letter.state, letter.due_at) == (LetterState.WAITING, SOON + timedelta(minutes=1))
    text = signed_in(alice).get(reverse("notifications:choose")).content.decode()
    assert "451 try later. It is tried again" in text
    post.says = "250 OK"
    minute(SOON + timedelta(minutes=1))
    assert len(post.taken) == 1
    assert letters.trouble() is None


def test_a_server_that_is_down_holds_the_others_too(
    tell, post, minute, alice: User, charlie: User
) -> None:
    post.server.stop()
    tell(alice, charlie, title="Later", **TASK)
    minute(SOON)
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 1]
    for _attempt in range(2 * len(MAIL.waits) + 1):
        waiting = Letter.objects.filter(due_at__isnull=False).order_by("due_at")
        minute(waiting.values_list("due_at", flat=True)[0] or SOON)
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.FAILED}


def test_a_mailbox_that_is_not_there_ends_it_and_is_said(
    tell, post, minute, alice: User, admin: User, signed_in
) -> None:
    post.says = "550 no such mailbox"
    tell(alice, title="Never", **TASK)
    minute(SOON)
    assert Letter.objects.get().state == LetterState.FAILED
    for user, page in ((alice, "choose"), (admin, "company")):
        text = signed_in(user).get(reverse(f"notifications:{page}")).content.decode()
        assert "no such mailbox" in text
        assert "not sent again" in text


def test_an_answer_that_is_lost_is_not_asked_for_again(tell, post, minute, alice: User) -> None:
    post.says = ""
    tell(alice, title="Once", **TASK)
    minute(SOON)
    minute(SOON + timedelta(hours=1))
    assert len(post.taken) == 1
    assert Letter.objects.get().state == LetterState.UNCERTAIN


def test_without_a_server_nothing_piles_up(tell, post, minute, alice: User) -> None:
    Company.objects.update(mail_host="")
    tell(alice, title="Old", **TASK)
    minute(SOON)
    assert not Letter.objects.exists()
    Company.objects.update(mail_host="127.0.0.1")
    minute(datetime.now(tz=UTC) + timedelta(days=3))
    assert post.taken == []
    assert not Notification.objects.filter(mail_due_at__isnull=False).exists()


def test_who_left_gets_none(tell, post, minute, alice: User) -> None:
    tell(alice, title="Gone", **TASK)
    User.objects.filter(pk=alice.pk).update(left_at=AT)
    minute(SOON)
    assert post.taken == []


def test_old_ones_are_forgotten_and_the_notification_stays(tell, post, minute, alice: User) -> None:
    tell(alice, title="Kept", **TASK)
    minute(SOON)
    jobs.forget_letters(by=system(), at=SOON + timedelta(days=31))
    assert (Letter.objects.count(), Notification.objects.count()) == (0, 1)
