"""The steps of a mail: gather what is due, claim, send outside any transaction, record. Killed between them, none goes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import override

from rapport.core.access.models import User
from rapport.core.notifications.models import Letter, LetterState, Notification
from rapport.core.notifications.queries import Message, folded, worded
from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import MAIL

STALE = timedelta(days=2)  # what nobody could mail for so long is old news
KEPT = timedelta(days=30)
AT_ONCE = 200
IN_ONE = 100


@dataclass(frozen=True)
class Claimed:
    """A letter that is ours for a while, and what it tells."""

    letter: Letter
    to: User
    messages: list[Message]


def gather(*, at: datetime) -> int:
    """Put what is due into letters, one for each colleague; return how many. Repeatable."""
    due = Notification.objects.filter(mail_due_at__lte=at)
    users = due.order_by("user_id").values_list("user_id", flat=True).distinct()[:AT_ONCE]
    return sum(_gather_for(user, at) for user in list(users))


@transaction.atomic
def _gather_for(user_id: int, at: datetime) -> bool:
    rows = Notification.objects.select_for_update(skip_locked=True)
    found = list(rows.filter(user_id=user_id, mail_due_at__lte=at).order_by("id")[:IN_ONE])
    fresh = [
        row for row in found if row.read_at is None and row.created_at > at - STALE - _wait(row)
    ]
    letter = None
    if fresh and User.objects.get(pk=user_id).is_active:
        in_digest = any(row.in_digest for row in fresh)
        letter = Letter.objects.create(
            user_id=user_id, is_digest=in_digest, due_at=at, created_at=at
        )
    Notification.objects.filter(pk__in=[row.pk for row in found]).update(mail_due_at=None)
    if letter is not None:
        Notification.objects.filter(pk__in=[row.pk for row in fresh]).update(letter=letter)
    return letter is not None


def _wait(row: Notification) -> timedelta:
    """Return how long it was meant to wait: for the digest or the end of quiet hours."""
    return row.mail_due_at - row.created_at if row.mail_due_at else timedelta(0)


def settle(*, at: datetime) -> int:
    """Say of letters whose sender was killed while the server took them that they may have gone; return how many."""
    return leases.settle(Letter.objects.all(), at=at)


@transaction.atomic
def claim(*, at: datetime) -> Claimed | None:
    """Take the letter that is due longest; None when none is. What was read meanwhile, or may not be seen, is left out."""
    while (letter := leases.next_due(Letter.objects.select_related("user"), at=at)) is not None:
        if MAIL.is_spent(letter.attempts):  # whoever had it was killed each time
            leases.end(letter, LetterState.FAILED, at=at, failure=letter.failure)
            continue
        messages = _told(letter)
        if not messages or not letter.user.is_active:
            leases.end(letter, LetterState.NEEDLESS, at=at)
            continue
        leases.claim(letter, at=at)
        return Claimed(letter, letter.user, messages)
    return None


def _told(letter: Letter) -> list[Message]:
    """Return what it tells, in its reader's language, newest first: what is new to her still, and what she may see still."""
    rows = list(letter.told.filter(read_at=None).order_by("-id"))
    with override(letter.user.language):
        return folded(one for one in worded(letter.user, rows) if not one.is_hidden)


def forget_old(*, at: datetime) -> int:
    """Delete what was mailed more than thirty days ago; the notifications stay."""
    return Letter.objects.filter(created_at__lt=at - KEPT).exclude(due_at__isnull=False).delete()[0]


def trouble_of(user: User) -> Letter | None:
    """Return the mail that did not arrive, unless a later one did."""
    return _trouble(Letter.objects.filter(user=user))


def waiting() -> int:
    """Return how many mails wait for another attempt."""
    return Letter.objects.filter(due_at__isnull=False).exclude(failure="").count()


def trouble() -> Letter | None:
    """Return the last mail to anybody that the server did not take, unless it took a later one."""
    return _trouble(Letter.objects.all())


def _trouble(letters: QuerySet[Letter]) -> Letter | None:
    tried = letters.filter(Q(state__in=ENDED) | ~Q(failure="")).select_related("user")
    last = tried.order_by(F("ended_at").desc(nulls_first=True), "-id").first()
    return None if last is None or last.state == LetterState.SENT else last


ENDED: Sequence[str] = (LetterState.SENT, LetterState.FAILED, LetterState.UNCERTAIN)
