"""What stayed when an import was taken back, because somebody edited or used it since: named, with who and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.changes.models import Change
from rapport.core.changes.named import Ref, kind as kind_in_words, models_by_table, names_of
from rapport.core.imports.kinds import ImportKind
from rapport.core.imports.models import ImportRun
from rapport.core.undo.touched import Restored

MOST = 500  # are listed
USERS = User._meta.db_table


@dataclass(frozen=True)
class Kept:
    """A record that stayed: what it is, where its page is, and who changed it since, if anybody did."""

    kind: str
    name: str
    href: str
    who: str
    at: datetime | None


def listed_of(restored: Restored) -> list[list[Any]]:
    """Return the first of the rows that stayed, as table and key, for the run to remember."""
    rows = [[table, key] for table, keys in restored.refused.items() for key in keys[:MOST]]
    return rows[:MOST]


def kept_of(run: ImportRun, kind: ImportKind, reader: User) -> list[Kept]:
    """Return the records that stayed, in words, as far as the reader may see them; one query per table."""
    rows: list[Ref] = [(table, key) for table, key in run.kept]
    records = _records(rows, kind)
    changes = _changes(rows, run)
    people = {(USERS, change.by_id) for change in changes.values() if change.by_id}
    names = names_of(reader, {*records.values(), *people})
    found: dict[Ref, Kept] = {}
    for row in rows:
        table, key = record = records[row]
        change, page = changes.get(row), kind.pages.get(table)
        seen = record in names
        found[record] = Kept(
            kind_in_words(table),
            names.get(record, f"#{key}"),
            reverse(page, args=[key]) if page and seen else "",
            names.get((USERS, change.by_id or 0), "") if change else "",
            change.at if change else None,
        )
    return list(found.values())


def _records(rows: Iterable[Ref], kind: ImportKind) -> dict[Ref, Ref]:
    """Return of each row the record to which it belongs: of a phone number the customer."""
    found: dict[Ref, Ref] = {row: row for row in rows}
    for table, keys in _by_table(found).items():
        model: Any = models_by_table().get(table)
        via = getattr(getattr(model, "access", None), "via", "")
        if table in kind.pages or not via or "__" in via:
            continue
        field = model._meta.get_field(via)
        parent = field.related_model._meta.db_table
        owners = model._base_manager.filter(pk__in=keys).values_list("pk", field.attname)
        found |= {(table, key): (parent, owner) for key, owner in owners if owner}
    return found


def _changes(rows: Iterable[Ref], run: ImportRun) -> dict[Ref, Change]:
    """Return the last change of each row that was not the import's."""
    found: dict[Ref, Change] = {}
    for table, keys in _by_table(rows).items():
        since = Change.objects.filter(table=table, row_id__in=keys).exclude(group=run.group)
        for change in since.order_by("row_id", "-id").distinct("row_id"):
            if run.started_at is None or change.at >= run.started_at:
                found[table, change.row_id] = change
    return found


def _by_table(rows: Iterable[Ref]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for table, key in rows:
        found[table].append(key)
    return found
