"""Keeping the index: written by the actions that write the records, in their transaction, any number of rows at once.

These functions ask no right: they derive, and the action that calls them has asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from rapport.core.records import keys
from rapport.core.search.columns import TITLES, Columns, columns
from rapport.core.search.kinds import Entry, Kind, kinds
from rapport.core.search.spelling import learn

BATCH = 2000

WRITE = """
INSERT INTO core_searchentry
  (kind, object_id, party_id, owner_id, title, subtitle, touched_at, sort_key, tokens)
SELECT kind, object_id, party_id, owner_id, title, subtitle, touched_at, sort_key,
  array_to_tsvector(string_to_array(tokens, chr(31)))
FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
  %s::timestamptz[], %s::text[], %s::text[])
  AS e(kind, object_id, party_id, owner_id, title, subtitle, touched_at, sort_key, tokens)
ON CONFLICT (kind, object_id) DO UPDATE SET party_id = excluded.party_id, owner_id = excluded.owner_id,
  title = excluded.title, subtitle = excluded.subtitle, touched_at = excluded.touched_at,
  sort_key = excluded.sort_key, tokens = excluded.tokens"""

REASSIGN = """
UPDATE core_searchentry SET owner_id = %(owner)s, tokens =
  CASE WHEN owner_id IS NULL THEN tokens ELSE ts_delete(tokens, '@' || owner_id) END
  || array_to_tsvector(array_remove(ARRAY['@' || %(owner)s::bigint], NULL))
WHERE party_id = ANY(%(parties)s::bigint[]) AND owner_id IS DISTINCT FROM %(owner)s"""

INHERIT = """
UPDATE core_searchentry e SET owner_id = n.heir, tokens = ts_delete(e.tokens, '@' || %(owner)s::bigint)
  || array_to_tsvector(ARRAY['@' || n.heir])
FROM (SELECT id, (%(heirs)s::bigint[])[1 + coalesce(party_id, object_id) %% cardinality(%(heirs)s::bigint[])] AS heir
  FROM core_searchentry WHERE owner_id = %(owner)s AND tokens @@ ('@' || %(owner)s::bigint)::tsquery) n
WHERE e.id = n.id"""

REMOVE = "DELETE FROM core_searchentry WHERE kind = %s AND object_id = ANY(%s::bigint[])"

TAKE_STALE = """
WITH taken AS (
  DELETE FROM core_searchstale WHERE id = ANY(ARRAY(
    SELECT id FROM core_searchstale WHERE id > %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
  )) RETURNING kind, object_id
) SELECT kind, array_agg(DISTINCT object_id ORDER BY object_id) FROM taken GROUP BY kind"""


def write_entries(entries: Iterable[Entry]) -> None:
    """Put these records into the index, or their entries anew; a record named twice keeps its last entry."""
    latest = list({(entry.kind, entry.object_id): entry for entry in entries}.values())
    for start in range(0, len(latest), BATCH):
        write_columns(columns(latest[start : start + BATCH]))


def write_columns(entries: Columns) -> None:
    """Put entries into the index that stand as columns already; each record once."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, entries)
    learn(entries[TITLES])


def remove_entries(kind: str, ids: Sequence[int]) -> None:
    """Take these records out of the index, as when they go to the trash."""
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, [kind, keys(ids)])


def reassign(party_ids: Sequence[int], owner_id: int | None) -> None:
    """Give all entries of these customers (themselves, their orders …) to another owner."""
    with connection.cursor() as cursor:
        cursor.execute(REASSIGN, {"owner": owner_id, "parties": keys(party_ids)})


def hand_over(owner_id: int, heirs: Sequence[int]) -> None:
    """Give all entries of one owner to her heirs, by the customer's number, as her records are given."""
    with connection.cursor() as cursor:
        cursor.execute(INHERIT, {"owner": owner_id, "heirs": list(heirs)})


def refill(kind: Kind, ids: Sequence[int]) -> int:
    """Fill the entries of these records anew and remove those of records gone or in the trash; return how many stand."""
    entries = kind.entries(ids)
    with transaction.atomic():
        gone = set(ids) - {entry.object_id for entry in entries}
        if gone:
            remove_entries(kind.name, list(gone))
        write_entries(entries)
    return len(entries)


def refill_stale(limit: int = BATCH, *, since: int = 0) -> int:
    """Fill again what was written past the actions; return how many records were looked at. Repeatable."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TAKE_STALE, [since, limit])
            stale = cursor.fetchall()
        for kind, ids in stale:
            if kind in kinds():
                refill(kinds()[kind], ids)
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
