"""What the list of read mails says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from rapport.core.lists.cells import Lead
from rapport.core.pages.calling import url
from rapport.touchpoints.messages.models import MailMessage, Nature
from rapport.ui.rows import main_cell, status
from rapport.ui.sentences import gettext as _

COLOURS = {Nature.PERSONAL: "ok", Nature.LIST: "off", Nature.ROBOT: "off", Nature.BOUNCE: "bad"}


def leads(_rows: Sequence[MailMessage]) -> Callable[[MailMessage], Lead]:
    """Return the function that draws what a row is about."""

    def lead(message: MailMessage) -> Lead:
        href = url("messages:open", message.pk)
        title = message.subject or _("Without subject")
        line = message.from_name or message.from_address
        return Lead(href, title, main_cell(href, title, line=line, first=True))

    return lead


def nature(message: MailMessage) -> str | Markup:
    """Draw what sort of mail it is."""
    return status(message.get_nature_display(), COLOURS[Nature(message.nature)])
