"""What automations tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class AutomationEvent(Event, subject="automation_id"):
    """What happens to one automation, and what it was called then."""

    automation_id: int
    label: str


class AutomationCreated(AutomationEvent):
    """An automation was laid out."""


class AutomationEdited(AutomationEvent):
    """An automation does something else, or at another time."""


class AutomationTurnedOn(AutomationEvent):
    """An automation acts from now on."""


class AutomationTurnedOff(AutomationEvent):
    """An automation acts no longer."""


class AutomationRemoved(AutomationEvent):
    """An automation was removed with its log."""


@dataclass(frozen=True, kw_only=True)
class AutomationActed(Event, subject="row_id", party="party_id"):
    """An automation told a webhook of a record."""

    automation_id: int
    automation: str
    row_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class AutomationMailWritten(Event, subject=""):
    """An automation wrote mails to colleagues; they wait to go out."""

    mail_ids: list[int]
