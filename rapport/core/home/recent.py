"""Widget: what one opened lately."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.home.widgets import Reader, Widget
from rapport.core.search.queries import recent
from rapport.core.search.results import lines

MOST = 12


def read(reader: Reader) -> dict[str, Any]:
    """Return the records she opened lately and may still see."""
    return {"lines": lines(recent(reader.user, limit=MOST))}


RECENT = Widget(
    name="recent",
    label=_("Recently opened"),
    text=_("The records you had open, latest first."),
    icon="history",
    template="core/home/recent.html",
    read=read,
    rows=6,
)
