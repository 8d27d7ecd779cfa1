"""The talking point that a withdrawn consent gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.pages import formats
from rapport.customers.consent.queries import withdrawn_lately
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import Point


def withdrawn(party: Party, user: User, at: datetime) -> Sequence[Point]:
    """Say what the customer no longer allows."""
    found = withdrawn_lately(party, user, at)
    if not found:
        return []
    words = [
        f"{one.contact_point.get_channel_display()} · {one.get_purpose_display()}" for one in found
    ]
    latest = max(one.at for one in found)
    reason = _("%(what)s; last on %(when)s. Other ways are still open.") % {
        "what": formats.series(words),
        "when": formats.date(latest),
    }
    return [Point("message-off", _("Consent withdrawn"), reason)]
