"""Widget: what one was told, such as mentions and reminders."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.home.widgets import Reader, Widget
from rapport.core.notifications.queries import messages

MOST = 6


def read(reader: Reader) -> dict[str, Any]:
    """Return her latest notifications."""
    found, _following = messages(reader.user, size=MOST)
    return {"messages": found}


TOLD = Widget(
    name="told",
    label=_("News for you"),
    text=_("Mentions, reminders and what else you were told, latest first."),
    icon="bell",
    template="core/home/told.html",
    read=read,
    page="notifications:open",
    refresh_on="Notified",
)
