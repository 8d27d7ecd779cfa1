"""Reading mailboxes, and how reading them goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.core.access.models import Team, User
from rapport.core.access.queries import may
from rapport.core.errors import Missing
from rapport.touchpoints.mailboxes.ledger import Line, lines
from rapport.touchpoints.mailboxes.models import MANAGE, Mailbox, MailboxState


@dataclass(frozen=True)
class Shown:
    """A mailbox with how reading it goes and its ledger."""

    mailbox: Mailbox
    state: MailboxState
    lines: Sequence[Line]

    @property
    def seen(self) -> int:
        """Return how many messages its server showed."""
        return sum(line.seen for line in self.lines)

    @property
    def stored(self) -> int:
        """Return how many are stored."""
        return sum(line.stored for line in self.lines)

    @property
    def skipped(self) -> int:
        """Return how many were skipped."""
        return sum(line.left_out for line in self.lines)

    @property
    def adds_up(self) -> bool:
        """Tell whether the ledger of each folder adds up."""
        return all(line.adds_up for line in self.lines)


def mailboxes_of(user: User) -> list[Shown]:
    """Return the mailboxes that the user may look at, with their ledgers. A fixed number of queries."""
    rows = Mailbox.objects.visible_to(user).select_related("owner", "team", "reading")
    found = list(rows.order_by("name", "pk"))
    of: dict[int, list[Line]] = {}
    for line in lines([row.pk for row in found]):
        of.setdefault(line.folder.mailbox_id, []).append(line)
    return [Shown(row, _state(row), of.get(row.pk, [])) for row in found]


def mailbox_of(user: User, mailbox_id: int) -> Shown:
    """Return one mailbox with its ledger. Errors: Missing."""
    rows = Mailbox.objects.visible_to(user).select_related("owner", "team", "reading")
    row = rows.filter(pk=mailbox_id).first()
    if row is None:
        raise Missing
    return Shown(row, _state(row), lines([row.pk]))


def mailbox(user: User, mailbox_id: int) -> Mailbox:
    """Return one mailbox that the user may look at. Errors: Missing."""
    return mailbox_of(user, mailbox_id).mailbox


def _state(row: Mailbox) -> MailboxState:
    found: MailboxState | None = getattr(row, "reading", None)
    return found or MailboxState(mailbox=row)


def owners(user: User, mailbox: Mailbox | None) -> list[tuple[int, str]]:
    """Return whose a mailbox may be: one's own, or anybody's for who manages mailboxes."""
    if not may(user, MANAGE):
        owner = mailbox.owner if mailbox else user
        return [(owner.pk, owner.name)]
    rows = User.objects.filter(left_at=None, is_system=False).order_by("name")
    return list(rows.values_list("pk", "name"))


def teams(user: User, mailbox: Mailbox | None) -> list[tuple[int, str]]:
    """Return which team may read along: one's own, or any for who manages mailboxes."""
    rows = Team.objects.order_by("name")
    if not may(user, MANAGE):
        rows = rows.filter(pk__in=[user.team_id, mailbox.team_id if mailbox else None])
    return list(rows.values_list("pk", "name"))
