"""Handing something out from a table, once: claimed for a while by one worker, tried again later and later, recorded.

Killed before the other side may take it, it is claimed anew after its lease; killed while it may, it is uncertain.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from rapport.core.outgoing.models import Outgoing, Step
from rapport.core.outgoing.ports import Answer, Outcome

O = TypeVar("O", bound=Outgoing)  # noqa: E741 - what goes out
LEASE = timedelta(minutes=5)


class LeaseLost(Exception):
    """It was cancelled, or another worker is at it: nothing goes out."""


@dataclass(frozen=True)
class BackOff:
    """Waits between the attempts; `jitter` makes each a little longer or shorter, so that not all come back at once."""

    waits: Sequence[timedelta]
    jitter: float = 0.0

    def is_spent(self, attempts: int) -> bool:
        """Tell whether so many attempts were enough."""
        return attempts > len(self.waits)

    def after(self, attempts: int) -> timedelta:
        """Return the wait after so many attempts."""
        return self.waits[attempts - 1] * random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311


# While a mail server does not take it: over a day and a half in all.
MAIL = BackOff(
    [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=3),
        timedelta(hours=8),
        timedelta(hours=24),
    ]
)


def free(at: datetime) -> Q:
    """Return the condition that nobody is at it."""
    return Q(taken_until=None) | Q(taken_until__lt=at)


def take(rows: QuerySet[Any], *, at: datetime, lease: timedelta = LEASE) -> bool:
    """Become the one who is at the only row of these, for a while; tell whether it was free."""
    return bool(rows.filter(free(at)).update(taken_until=at + lease))


def next_due(rows: QuerySet[O], *, at: datetime) -> O | None:
    """Return the row that is due longest and nobody is at, locked; others that claim go past it. Inside a transaction."""
    due = rows.select_for_update(skip_locked=True, of=("self",)).filter(free(at), due_at__lte=at)
    return due.order_by("due_at", "pk").first()


def claim(row: Outgoing, *, at: datetime) -> None:
    """Count an attempt at a row that was `next_due`, and be the one who makes it."""
    row.attempts, row.taken_until = row.attempts + 1, at + LEASE
    row.save(update_fields=["attempts", "taken_until"])


def begin_sending(row: Outgoing, *, at: datetime) -> None:
    """Note, just before the server may take it, that from now on it may have gone. Errors: LeaseLost."""
    ours: Any = type(row)._default_manager.filter(pk=row.pk, taken_until=row.taken_until)
    values = {"state": Step.SENDING, "due_at": None, "taken_until": at + LEASE}
    if not ours.filter(state=Step.WAITING).update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(row, name, value)


def record(row: Outgoing, answer: Answer, *, at: datetime, back_off: BackOff = MAIL) -> None:
    """Note what became of it, and when the next attempt is due."""
    if answer.outcome == Outcome.TAKEN:
        end(row, Step.SENT, at=at)
    elif answer.outcome == Outcome.UNKNOWN:
        end(row, Step.UNCERTAIN, at=at, failure=answer.sentence)
    elif answer.outcome == Outcome.REFUSED or back_off.is_spent(row.attempts):
        end(row, Step.FAILED, at=at, failure=answer.sentence)
    else:
        due_at = at + back_off.after(row.attempts)
        _save(row, Step.WAITING, due_at=due_at, taken_until=None, failure=answer.sentence)


def end(row: Outgoing, state: str, *, at: datetime, failure: str = "") -> None:
    """Note that nothing more is done with it."""
    _save(row, state, due_at=None, taken_until=None, ended_at=at, failure=failure)


def settle(rows: QuerySet[Any], *, at: datetime) -> int:
    """Say of those whose sender was killed while the server took them that they may have gone; return how many."""
    lost = rows.filter(state=Step.SENDING, taken_until__lt=at)
    return int(lost.update(state=Step.UNCERTAIN, ended_at=at, taken_until=None))


def _save(row: Any, state: str, **values: Any) -> None:
    for name, value in (values | {"state": str(state)}).items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "state"])
