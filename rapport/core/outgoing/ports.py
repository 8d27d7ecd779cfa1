"""What the mail server said, whatever speaks to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What is known of a mail after an attempt."""

    TAKEN = "taken"
    LATER = "later"  # not taken, but another attempt may succeed
    REFUSED = "refused"  # not taken, and never will be
    UNKNOWN = "unknown"  # the connection broke while the server may have taken it


@dataclass(frozen=True)
class Answer:
    """The outcome, and the server's words where it is not good."""

    outcome: Outcome
    sentence: str = ""

    @property
    def is_plain(self) -> bool:
        """Tell whether the server said yes or no, so that the next mail may be asked about."""
        return self.outcome in {Outcome.TAKEN, Outcome.REFUSED}
