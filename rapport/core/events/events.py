"""What an event is: a fact in the business's words, past tense, ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

KNOWN: dict[str, type[Event]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. A subclass names the fields that hold its subject and its customer:

    `class PersonCreated(Event, subject="person_id", party="person_id")`. What is told of one record alike stands in
    a subclass of its own, from which the topic's events inherit.
    """

    subject: ClassVar[str]
    party: ClassVar[str]

    def __init_subclass__(cls, *, subject: str | None = None, party: str = "") -> None:
        if subject is not None:
            cls.subject, cls.party = subject, party
        KNOWN[cls.__name__] = cls

    @property
    def name(self) -> str:
        """Return the event's name: `PersonCreated`."""
        return type(self).__name__

    def plain(self) -> dict[str, Any]:
        """Return the fields as plain values for storing."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
