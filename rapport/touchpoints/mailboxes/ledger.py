"""The ledger of a mailbox: seen = stored + skipped (with a reason), folder by folder, and what does not add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Min, Q

from rapport.touchpoints.mailboxes.models import (
    MailboxEntry,
    MailboxFolder,
    MailboxState,
    Outcome,
    Skip,
)


@dataclass
class Line:
    """The counts of one folder. `missing` are messages that the server has and that were never seen here."""

    folder: MailboxFolder
    seen: int = 0
    stored: int = 0
    waiting: int = 0
    missing: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Tell whether each message that the server has was seen, and each that was seen is stored or skipped."""
        return not self.waiting and not self.missing and self.seen == self.stored + self.left_out

    @property
    def left_out(self) -> int:
        """Return how many were skipped."""
        return sum(self.skipped.values())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Return why how many were skipped, in the reader's words, most first."""
        ordered = sorted(self.skipped.items(), key=lambda one: -one[1])
        return [(str(Skip(reason).label), count) for reason, count in ordered]


def lines(mailbox_ids: Sequence[int]) -> list[Line]:
    """Return the ledger of all folders of these mailboxes, two queries however large they are."""
    folders = MailboxFolder.objects.filter(mailbox__in=list(mailbox_ids)).order_by("name")
    found = {folder.pk: Line(folder) for folder in folders}
    here = Q(numbering=F("folder__numbering"), gone_at=None)
    counts = (
        MailboxEntry.objects.filter(folder__in=list(found))
        .values("folder_id", "outcome", "reason")
        .annotate(many=Count("pk"), here=Count("pk", filter=here))
    )
    present = dict.fromkeys(found, 0)
    for row in counts.order_by():
        line = found[row["folder_id"]]
        line.seen += row["many"]
        present[line.folder.pk] += row["here"]
        if row["outcome"] == Outcome.STORED:
            line.stored += row["many"]
        elif row["outcome"] == Outcome.WAITING:
            line.waiting += row["many"]
        else:
            line.skipped[row["reason"]] = row["many"]
    for line in found.values():
        if line.folder.is_read and line.folder.gone_at is None:
            line.missing = max(0, line.folder.on_server - present[line.folder.pk])
    return list(found.values())


@dataclass(frozen=True)
class Trouble:
    """Mailboxes whose mail is not wholly here, for the doctor."""

    failing: int
    odd: int
    oldest: datetime | None


def troubles() -> Trouble:
    """Count the mailboxes that cannot be read, and those whose ledger does not add up. One query."""

    found = MailboxState.objects.filter(mailbox__paused_at=None).aggregate(
        failing=Count("pk", filter=~Q(failure="")),
        odd=Count("pk", filter=Q(odd_since__isnull=False)),
        oldest=Min("checked_at"),
    )
    return Trouble(**found)
