"""Entries as the columns of one statement: a pure step, so that a large index can be worded by other processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rapport.core.search.kinds import Entry

BETWEEN = "\x1f"
Columns = list[list[Any]]
TITLES = 4  # the column of what records are called


def columns(entries: Sequence[Entry]) -> Columns:
    """Return the values of entries, column by column, the tokens of each joined to one text."""
    return [list(column) for column in zip(*map(_row, entries), strict=True)]


def worded(entry: Callable[[Any], Entry], rows: Sequence[Any]) -> Columns:
    """Return the entries of rows as columns."""
    return columns([entry(row) for row in rows])


def _row(entry: Entry) -> tuple[object, ...]:
    tokens = {token for token in entry.tokens if token and token[0] != "@"}
    if entry.owner_id is not None:
        tokens.add(f"@{entry.owner_id}")
    return (
        entry.kind,
        entry.object_id,
        entry.party_id,
        entry.owner_id,
        entry.title,
        entry.subtitle,
        entry.touched_at,
        entry.sort_key,
        BETWEEN.join(tokens),
    )
