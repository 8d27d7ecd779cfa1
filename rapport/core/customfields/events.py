"""What the topic of custom fields tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomFieldEvent(Event, subject="field_id"):
    """What happens to a field."""

    field_id: int


class CustomFieldAdded(CustomFieldEvent):
    """A field was added."""


@dataclass(frozen=True, kw_only=True)
class CustomFieldEdited(CustomFieldEvent):
    """A field is called, offered or guarded in another way now; `found_anew` when search finds records by other words of it."""

    found_anew: bool = False


class CustomFieldRemoved(CustomFieldEvent):
    """A field was removed; its values are kept."""


class CustomFieldRestored(CustomFieldEvent):
    """A removed field is back, with its values."""


class CustomFieldPurged(CustomFieldEvent):
    """A removed field and its values are to be deleted for good."""


@dataclass(frozen=True, kw_only=True)
class CustomFieldsOrdered(Event, subject=""):
    """The fields of a kind of record stand in another order."""

    entity: str
