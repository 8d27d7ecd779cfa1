"""The process that mails is really killed: before the server is asked to take the mail, and while it takes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rapport.core.access.models import User
from rapport.core.notifications.models import Letter, LetterState, Notification
from rapport.core.notifications.tests.conftest import Post
from rapport.core.outgoing.tests.killing import kill_at

__all__ = ["kill_at"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "arrive", "ends"),
    [("EHLO", 1, LetterState.SENT), ("DATA", 1, LetterState.UNCERTAIN)],
)
def test_one_mail_and_not_two(
    post: Post, minute, kill_at, alice: User, moment: str, arrive: int, ends: str
) -> None:
    now = datetime.now(tz=UTC)
    words = {"by": "Bob", "title": "Once"}
    Notification.objects.create(user=alice, kind="task_assigned", params=words, mail_due_at=now)
    kill_at(moment, "rapport.core.notifications.jobs", "post_letters")
    for minutes in (1, 6, 12, 60):
        minute(now + timedelta(minutes=minutes))
    assert len(post.taken) == arrive
    assert Letter.objects.get().state == ends
