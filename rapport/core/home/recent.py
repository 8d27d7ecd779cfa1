"""Widget: what one opened lately."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.home.widgets import Reader, Widget
from rapport.core.search.queries import recent
from rapport.core.search.results import grouped

MOST = 12


def read(reader: Reader) -> dict[str, Any]:
    """Return the records she opened lately and may still see."""
    found = recent(reader.user, limit=MOST)
    lines = [line for group in grouped(found, "") for line in group.lines]
    places = {(one.kind, one.object_id): at for at, one in enumerate(found)}
    lines.sort(key=lambda line: places[line.found.kind, line.found.object_id])
    return {"lines": lines}


RECENT = Widget(
    name="recent",
    label=_("Recently opened"),
    text=_("The records you had open, latest first."),
    icon="history",
    template="core/home/recent.html",
    read=read,
    rows=6,
)
