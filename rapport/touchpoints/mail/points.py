"""The talking point of a mail that did not arrive, or of which nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.pages import formats
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import Point
from rapport.touchpoints.mail import queries
from rapport.touchpoints.mail.models import MailState


def troubled(party: Party, user: User, at: datetime) -> Sequence[Point]:
    """Say that the last mail was not sent, or may not have arrived."""
    mail = queries.troubled(party.pk)
    if mail is None:
        return []
    is_lost = mail.state == MailState.FAILED
    title = (
        _("The last mail was not sent")
        if is_lost
        else _("Nobody knows whether the last mail arrived")
    )
    when = formats.date(mail.ended_at)
    why = mail.get_halt_display() or mail.failure or mail.get_state_display()
    reason = _("“%(subject)s”, %(when)s: %(why)s") % {
        "subject": mail.subject,
        "when": when,
        "why": why,
    }
    return [Point("mail-x", title, reason, href=reverse("mail:open", args=[mail.pk]))]
