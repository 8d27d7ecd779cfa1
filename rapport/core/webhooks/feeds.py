"""What webhooks can be told. `config/webhooks.py` lists the events; who may hear of each follows from the rows it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.events.events import Event
from rapport.core.events.models import EventRow

TEST = "Test"


@dataclass(frozen=True)
class Feed:
    """One event as it is offered.

    `about` names the fields that hold a row's id (or a list of ids) and their models: of single ids the owner must see
    every row, of a list only those that she sees are told. `record` is how the API tells the row of the event's
    subject; `right` is asked where an event is about no row.
    """

    event: type[Event]
    label: str | Promise
    room: str
    about: Mapping[str, type[models.Model]] = field(default_factory=dict)
    record: Callable[[User, int], dict[str, Any]] | None = None
    of: str = ""
    right: str = ""

    @property
    def name(self) -> str:
        """Return the name under which it is chosen and sent."""
        return self.event.__name__


def feeds() -> dict[str, Feed]:
    """Return every event that can be chosen, by name."""
    found: dict[str, Feed] = listed("webhooks")
    return found


def told(row: EventRow, owner: User) -> dict[str, Any] | None:
    """Return what an owner is told of an event, None when it is about what she may not see.

    The record is told as it stands now, exactly as the API would tell it to her.
    """
    feed = feeds().get(row.name)
    if feed is None or (feed.right and not may(owner, feed.right)):
        return None
    values = _visible(feed, row.data, owner)
    if values is None:
        return None
    data: dict[str, Any] = {"event_id": row.pk, "by_id": row.by_id, **values}
    if feed.record is not None:
        try:
            data["record"] = feed.record(owner, values[feed.of or feed.event.subject])
        except Missing:
            return None
    return {"type": row.name, "timestamp": row.happened_at.isoformat(), "data": data}


def _visible(feed: Feed, data: dict[str, Any], owner: User) -> dict[str, Any] | None:
    values = dict(data)
    for name, model in feed.about.items():
        given = data.get(name)
        if given is None:
            continue
        wanted = given if isinstance(given, list) else [given]
        manager: Any = model._default_manager
        rows = manager.all().visible_to(owner).filter(pk__in=wanted)
        seen = set(rows.values_list("pk", flat=True))
        if not seen:
            return None
        values[name] = [one for one in given if one in seen] if isinstance(given, list) else given
    return values
