"""What of custom fields search finds a record by: texts and the words of options, where the field says so.

Entries are shared by all who search, so a field that is hidden from a role is never among them (see `checking`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from rapport.core.customfields.models import CustomField

Words = Callable[[str], list[str]]


def searched_words(entities: list[str]) -> dict[str, Words]:
    """Return kind of record → the function that finds the words in its stored values, as JSON. One query."""
    fields = CustomField.objects.filter(is_searched=True, removed_at=None, entity__in=entities)
    found: dict[str, list[CustomField]] = {name: [] for name in entities}
    for field in fields:
        found[field.entity].append(field)
    return {name: _words(own) for name, own in found.items()}


def _words(fields: list[CustomField]) -> Words:
    if not fields:
        return lambda _stored: []
    known = [(field.key, _labels(field)) for field in fields]

    def words(stored: str) -> list[str]:
        values = json.loads(stored)
        return [word for key, read in known if key in values for word in read(values[key])]

    return words


def _labels(field: CustomField) -> Callable[[Any], list[str]]:
    options = {key: [one.label, one.label_zh] for key, one in field.choices.items()}

    def read(value: Any) -> list[str]:
        values = value if isinstance(value, list) else [value]
        found = [options.get(one, [one] if isinstance(one, str) else []) for one in values]
        return [word for words in found for word in words if word]

    return read
