"""Several mails through one conversation with a real mail server, also when it hangs up in between."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage

from rapport.core.notifications.tests.conftest import post
from rapport.core.outgoing.adapters import Line
from rapport.core.outgoing.ports import Outcome

__all__ = ["post"]
pytestmark = pytest.mark.django_db


def letter(subject: str) -> EmailMessage:
    return EmailMessage(subject, "Text", "crm@haina.example", ["wang@haina.example"])


def test_one_conversation_for_several_mails(post):
    begun: list[str] = []
    with Line() as line:
        first = line.deliver(letter("1"), lambda: begun.append("1"))
        spoken = line.connection
        second = line.deliver(letter("2"), lambda: begun.append("2"))
        assert line.connection is spoken
    assert (first.outcome, second.outcome) == (Outcome.TAKEN, Outcome.TAKEN)
    assert [one["subject"] for one in post.taken] == begun == ["1", "2"]


def test_a_server_that_hung_up_is_called_again(post):
    with Line() as line:
        line.deliver(letter("1"), lambda: None)
        line.connection._reached.connection.sock.close()
        assert line.deliver(letter("2"), lambda: None).outcome == Outcome.TAKEN
    assert [one["subject"] for one in post.taken] == ["1", "2"]


def test_a_server_that_refuses_is_left(post):
    post.says = "550 no such user"
    with Line() as line:
        answer = line.deliver(letter("1"), lambda: None)
        assert (answer.outcome, line.connection) == (Outcome.REFUSED, None)
        assert answer.sentence.startswith("550")
