"""Mails go out once a minute; what was read meanwhile needs none."""

from __future__ import annotations

from datetime import UTC, datetime

from rapport.core.access.models import User
from rapport.core.company.queries import mail_is_set_up
from rapport.core.events.reactions import every
from rapport.core.notifications import letters
from rapport.core.notifications.adapters import compose
from rapport.core.outgoing import leases
from rapport.core.outgoing.adapters import Line

MOST = 500  # letters before others waiting for a thread come to theirs


def now() -> datetime:
    """Return the moment; a run may last longer than the minute it was due in."""
    return datetime.now(tz=UTC)


@every("* * * * *", queue="mail")
def post_letters(*, by: User, at: datetime) -> None:
    """Mail what is due. May run twice; with a server that takes nothing it stops after the first letter."""
    letters.settle(at=now())
    if not mail_is_set_up():
        return
    letters.gather(at=now())
    with Line() as line:
        for _turn in range(MOST):
            if not post_next(line):
                return


def post_next(line: Line) -> bool:
    """Send the letter that is due longest; tell whether to go on with the next."""
    claimed = letters.claim(at=now())
    if claimed is None:
        return False
    try:
        answer = line.deliver(
            compose(claimed), lambda: leases.begin_sending(claimed.letter, at=now())
        )
    except leases.LeaseLost:
        return True
    leases.record(claimed.letter, answer, at=now())
    return answer.is_plain


@every("37 4 * * *", queue="mail")
def forget_letters(*, by: User, at: datetime) -> None:
    """Keep the log of mails for thirty days."""
    letters.forget_old(at=at)
