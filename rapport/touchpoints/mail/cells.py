"""What the list of mails says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.html import format_html
from markupsafe import Markup

from rapport.core.lists.cells import Lead
from rapport.core.pages.calling import url
from rapport.touchpoints.mail.models import MailState, OutgoingMail
from rapport.ui.rows import main_cell, status

COLOURS = {
    MailState.WAITING: "info",
    MailState.SENDING: "info",
    MailState.SENT: "ok",
    MailState.FAILED: "bad",
    MailState.UNCERTAIN: "warn",
    MailState.CANCELLED: "off",
    MailState.BOUNCED: "bad",
}


def leads(_rows: Sequence[OutgoingMail]) -> Callable[[OutgoingMail], Lead]:
    """Return the function that draws what a row is about."""

    def lead(mail: OutgoingMail) -> Lead:
        href = url("mail:open", mail.pk)
        line = f"{mail.party.display_name} · {mail.get_state_display()}"
        return Lead(href, mail.subject, main_cell(href, mail.subject, line=line, first=True))

    return lead


def state(mail: OutgoingMail) -> str | Markup:
    """Draw how far a mail has come."""
    return status(mail.get_state_display(), COLOURS[MailState(mail.state)])


def customer(mail: OutgoingMail) -> str | Markup:
    """Draw to whom a mail goes, with the way there."""
    page = "people:open" if mail.party.is_person else "organizations:open"
    return Markup(  # noqa: S704 - escaped by format_html
        format_html('<a href="{}">{}</a>', url(page, mail.party_id), mail.party.display_name)
    )
