"""The process that hands mails over is really killed: each customer gets one, every doubt is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rapport.core.outgoing.tests.killing import kill_at
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.queries import outbox

__all__ = ["kill_at"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "states"), [("EHLO", ["sent", "sent"]), ("DATA", ["sent", "uncertain"])]
)
def test_one_mail_and_not_two(post, minute, kill_at, write, moment, states) -> None:
    write(), write(subject="Second")
    kill_at(moment, "rapport.touchpoints.mail.jobs", "post_waiting")
    now = datetime.now(tz=UTC)
    for minutes in (1, 6, 12, 60):
        minute(now + timedelta(minutes=minutes))
    assert sorted(one["Subject"] for one in post.taken) == ["Second", "Your sea view, 伟"]
    assert sorted(OutgoingMail.objects.values_list("state", flat=True)) == states
    assert outbox().uncertain == states.count("uncertain")
    assert Interaction.objects.count() == states.count("sent")
