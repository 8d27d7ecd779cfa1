"""What is written down about a contact, and the rules it must keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapport.core.errors import Invalid, RapportError
from rapport.touchpoints.interactions.models import (
    Channel,
    Direction,
    Outcome,
    Reason,
    Sentiment,
)

LONGEST = 100_000
EARLY = timedelta(minutes=10)  # clocks of browsers run ahead a little


class InTheFuture(Invalid):
    """This has not happened yet. Log it afterwards, or plan it as a task."""


class EndsBeforeItBegins(Invalid):
    """The end lies before the beginning."""


class NothingSaid(Invalid):
    """Write at least a subject or what was said."""


class TooLong(Invalid):
    """This text is too long: %(limit)s characters fit."""


class BrokenText(Invalid):
    """This text holds a character that cannot be stored. Type it again."""


class UnknownChoice(Invalid):
    """Choose one of the values offered."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """A contact as told by whoever logs it. `next_step` with a day becomes a task."""

    channel: str
    started_at: datetime
    direction: str = Direction.OUT
    ended_at: datetime | None = None
    subject: str = ""
    body: str = ""
    reason: str = ""
    outcome: str = ""
    sentiment: str = ""
    next_step: str = ""
    next_step_on: date | None = None

    def columns(self) -> dict[str, object]:
        """Return what is stored on the interaction itself."""
        return {
            "channel": self.channel,
            "direction": self.direction,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "subject": self.subject.strip(),
            "body": self.body.strip(),
            "reason": self.reason,
            "outcome": self.outcome,
            "sentiment": self.sentiment,
            "next_step": self.next_step.strip(),
        }


def check(details: Details, *, at: datetime) -> None:
    """Refuse what cannot be, field by field. Errors: Invalid with a sentence for each field."""
    wrong: dict[str, RapportError] = {}
    choices = {
        "channel": (details.channel, Channel.values),
        "direction": (details.direction, Direction.values),
        "reason": (details.reason, ["", *Reason.values]),
        "outcome": (details.outcome, ["", *Outcome.values]),
        "sentiment": (details.sentiment, ["", *Sentiment.values]),
    }
    for name, (value, allowed) in choices.items():
        if value not in allowed:
            wrong[name] = UnknownChoice()
    texts = {"subject": (details.subject, 200), "body": (details.body, LONGEST)}
    texts["next_step"] = (details.next_step, 200)
    for name, (text, limit) in texts.items():
        if "\x00" in text:
            wrong[name] = BrokenText()
        elif len(text) > limit:
            wrong[name] = TooLong(limit=limit)
    if details.started_at > at + EARLY:
        wrong["started_at"] = InTheFuture()
    if details.ended_at is not None and details.ended_at < details.started_at:
        wrong["ended_at"] = EndsBeforeItBegins()
    if not details.subject.strip() and not details.body.strip() and not details.outcome:
        wrong.setdefault("subject", NothingSaid())
    if wrong:
        raise Invalid(fields={name: error.sentence() for name, error in wrong.items()})
