"""Keeping the index: written by the actions that write the records, in their transaction, any number of rows at once.

These functions ask no right: they derive, and the action that calls them has asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from rapport.core.search.kinds import Entry, Kind, kinds
from rapport.core.search.models import SearchEntry

BATCH = 2000
BETWEEN = "\x1f"

WRITE = """
INSERT INTO core_searchentry
  (kind, object_id, party_id, owner_id, title, subtitle, touched_at, tokens)
SELECT kind, object_id, party_id, owner_id, title, subtitle, touched_at,
  array_to_tsvector(string_to_array(tokens, chr(31)))
FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
  %s::timestamptz[], %s::text[]) AS e(kind, object_id, party_id, owner_id, title, subtitle, touched_at, tokens)
ON CONFLICT (kind, object_id) DO UPDATE SET party_id = excluded.party_id, owner_id = excluded.owner_id,
  title = excluded.title, subtitle = excluded.subtitle, touched_at = excluded.touched_at,
  tokens = excluded.tokens"""

REASSIGN = """
UPDATE core_searchentry SET owner_id = %(owner)s, tokens =
  CASE WHEN owner_id IS NULL THEN tokens ELSE ts_delete(tokens, '@' || owner_id) END
  || array_to_tsvector(array_remove(ARRAY['@' || %(owner)s::bigint], NULL))
WHERE party_id = ANY(%(parties)s) AND owner_id IS DISTINCT FROM %(owner)s"""

TAKE_STALE = """
WITH taken AS (
  DELETE FROM core_searchstale WHERE id IN (
    SELECT id FROM core_searchstale WHERE id > %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
  ) RETURNING kind, object_id
) SELECT kind, array_agg(DISTINCT object_id ORDER BY object_id) FROM taken GROUP BY kind"""


def write_entries(entries: Iterable[Entry]) -> None:
    """Put these records into the index, or their entries anew; a record named twice keeps its last entry."""
    latest = list({(entry.kind, entry.object_id): entry for entry in entries}.values())
    for start in range(0, len(latest), BATCH):
        rows = [_row(entry) for entry in latest[start : start + BATCH]]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])


def remove_entries(kind: str, ids: Sequence[int]) -> None:
    """Take these records out of the index, as when they go to the trash."""
    SearchEntry.objects.filter(kind=kind, object_id__in=ids).delete()


def reassign(party_ids: Sequence[int], owner_id: int | None) -> None:
    """Give all entries of these customers (themselves, their orders …) to another owner."""
    with connection.cursor() as cursor:
        cursor.execute(REASSIGN, {"owner": owner_id, "parties": list(party_ids)})


def rebuild(kind: str, ids: Sequence[int] | None = None) -> int:
    """Fill the entries of these records (of all when none are named) anew; return how many stand.

    Called after COPY loads and restores. Entries of records that are gone or in the trash are removed.
    """
    if ids is not None:
        batches = [list(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
        return sum(_refill(kinds()[kind], batch) for batch in batches)
    count = 0
    for after, batch in _all_ids(kinds()[kind]):
        passed = SearchEntry.objects.filter(kind=kind, object_id__gt=after)
        if not batch:
            passed.delete()
            break
        passed.filter(object_id__lte=batch[-1]).exclude(object_id__in=batch).delete()
        count += _refill(kinds()[kind], batch)
    return count


def refill_stale(limit: int = BATCH, *, since: int = 0) -> int:
    """Fill again what was written past the actions; return how many records were looked at. Repeatable."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TAKE_STALE, [since, limit])
            stale = cursor.fetchall()
        for kind, ids in stale:
            if kind in kinds():
                _refill(kinds()[kind], ids)
    return sum(len(ids) for _, ids in stale)


def mark_what_is_written() -> int:
    """From here to the end of the transaction, mark every written row stale; return the mark to refill from."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('rapport.search', 'marked', true), coalesce(max(id), 0) FROM core_searchstale"
        )
        return int(cursor.fetchone()[1])


def refill_what_was_marked(since: int) -> None:
    """Fill the entries of what was marked, in the same transaction, and end the marking."""
    while refill_stale(since=since):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rapport.search', '', true)")


def _row(entry: Entry) -> tuple[object, ...]:
    tokens = {token for token in entry.tokens if token and not token.startswith("@")}
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
        BETWEEN.join(tokens),
    )


def _refill(kind: Kind, ids: list[int]) -> int:
    entries = list(kind.entries(ids))
    with transaction.atomic():
        gone = set(ids) - {entry.object_id for entry in entries}
        if gone:
            remove_entries(kind.name, list(gone))
        write_entries(entries)
    return len(entries)


def _all_ids(kind: Kind) -> Iterator[tuple[int, list[int]]]:
    """Return all ids in batches, each with the id it follows; the last batch is empty."""
    rows = kind.model_class._base_manager.order_by("pk").values_list("pk", flat=True)
    after = 0
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        yield after, batch
        after = batch[-1]
    yield after, []
