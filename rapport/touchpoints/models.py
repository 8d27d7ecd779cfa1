"""Index of the room's tables."""

from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mailboxes.models import Mailbox, MailboxEntry, MailboxFolder, MailboxState
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty, MailThread
from rapport.touchpoints.tasks.models import Task

__all__ = [
    "Interaction",
    "MailMessage",
    "MailMessageParty",
    "MailThread",
    "Mailbox",
    "MailboxEntry",
    "MailboxFolder",
    "MailboxState",
    "OutgoingMail",
    "Task",
]
