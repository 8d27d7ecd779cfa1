"""How a room hears what happened, and what it does by the clock. Used in `jobs.py` only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.events.events import KNOWN, Event
from rapport.core.events.models import EventRow

E = TypeVar("E", bound=Event)
Reaction = Callable[..., None]
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)

_reactions: dict[str, list[str]] = {}


def on(event_class: type[E], *, queue: str = "default") -> Callable[[Reaction], Reaction]:
    """Run a function after each event of this class, as a job that may run twice.

    The function receives `(event, by=User, at=datetime)`: who caused the event, and now.
    """

    def declare(react: Reaction) -> Reaction:
        name = f"{react.__module__}.{react.__name__}"

        def job(event_id: int) -> None:
            row = EventRow.objects.get(pk=event_id)
            by = User.objects.filter(pk=row.by_id).first() or system()
            react(_restored(row), by=by, at=datetime.now(tz=UTC))

        app.task(name=name, queue=queue, retry=RETRY)(job)
        _reactions.setdefault(event_class.__name__, []).append(name)
        return react

    return declare


def every(cron: str, *, queue: str = "default") -> Callable[[Reaction], Reaction]:
    """Run a function by the clock (five cron fields, UTC), as the system user; one run at a time.

    The function receives `(by=User, at=datetime)`, `at` being the time it was due.
    """

    def declare(work: Reaction) -> Reaction:
        name = f"{work.__module__}.{work.__name__}"

        def job(timestamp: int) -> None:
            work(by=system(), at=datetime.fromtimestamp(timestamp, tz=UTC))

        task = app.task(name=name, queue=queue, queueing_lock=name, pass_context=False)(job)
        app.periodic(cron=cron, periodic_id=name)(cast("Any", task))
        return work

    return declare


def reactions_to(event: Event) -> list[str]:
    """Return the names of the jobs that wait for such an event."""
    return _reactions.get(event.name, [])


def _restored(row: EventRow) -> Event:
    return KNOWN[row.name](**row.data)
