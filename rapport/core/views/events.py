"""What happens to saved views."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class ViewSaved(Event, subject="view_id"):
    """A list was saved as a view."""

    view_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class ViewEdited(Event, subject="view_id"):
    """A view was renamed, shared otherwise, or shows something else."""

    view_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class ViewDeleted(Event, subject="view_id"):
    """A view is gone; the records it showed are not."""

    view_id: int
    label: str
