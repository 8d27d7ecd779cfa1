"""The SQL that matches and writes staged numbers and addresses; column names come from the code, never from a file."""

from __future__ import annotations

from typing import Any

from rapport.core.imports.kinds import Batch

CHANNELS = (
    ("email", "email"),
    ("email_2", "email"),
    ("phone", "phone"),
    ("phone_2", "phone"),
    ("wechat", "wechat"),
    ("web", "web"),
)


def part(column: str, place: int) -> str:
    """Return the SQL for a part of a staged contact: 1 normalised, 2 extension, 3 country, 4 raw."""
    return f"split_part(s.{column}, chr(31), {place})"


def _known(channel: str, value: str, extension: str = "''") -> str:
    return f"""EXISTS (SELECT FROM customers_contactpoint c WHERE c.party_id = s.target_id AND c.removed_at IS NULL
      AND c.channel = '{channel}' AND c.normalized = {value} AND c.extension = {extension})"""


def is_new() -> str:
    """Return the condition that a staged row holds a number or address which its record does not have yet."""
    parts = [
        f"(s.{column} IS NOT NULL AND NOT {_known(channel, part(column, 1), part(column, 2))})"
        for column, channel in CHANNELS
    ]
    parts.append(f"(s.address_key IS NOT NULL AND NOT {_known('address', 's.address_key')})")
    return "(" + " OR ".join(parts) + ")"


INSERT = """INSERT INTO customers_contactpoint (party_id, channel, raw, normalized, extension, label, street, postcode,
  city, region, country, is_primary)"""
IS_FIRST = """NOT EXISTS (SELECT FROM customers_contactpoint p WHERE p.party_id = s.target_id
  AND p.channel = '{channel}' AND p.is_primary AND p.removed_at IS NULL)"""


def write_contacts(batch: Batch) -> None:
    """Add what the created and updated records do not have yet; the first of a channel is its primary one."""
    written = "{here} AND s.outcome IN ('created', 'updated')"
    for column, channel in CHANNELS:
        if column not in batch.fields:
            continue
        new = _known(channel, part(column, 1), part(column, 2))
        batch.run(
            f"""{INSERT} SELECT s.target_id, '{channel}', {part(column, 4)}, {part(column, 1)}, {part(column, 2)},
            '', '', '', '', '', {part(column, 3)}, {IS_FIRST.format(channel=channel)}
            FROM {{stage}} s WHERE {written} AND s.{column} IS NOT NULL AND NOT {new}"""
        )
    batch.run(
        f"""{INSERT} SELECT s.target_id, 'address', s.address_raw, s.address_key, '', '', coalesce(s.street, ''),
        coalesce(s.postcode, ''), coalesce(s.city, ''), coalesce(s.region, ''), coalesce(s.country, ''),
        {IS_FIRST.format(channel="address")}
        FROM {{stage}} s WHERE {written} AND s.address_key IS NOT NULL AND NOT {_known("address", "s.address_key")}"""
    )
    batch.run(
        """UPDATE customers_party t SET city = c.city, country = c.country
        FROM {stage} s JOIN customers_contactpoint c ON c.party_id = s.target_id AND c.channel = 'address'
          AND c.is_primary AND c.removed_at IS NULL
        WHERE {here} AND s.outcome = 'updated' AND t.id = s.target_id
          AND (t.city, t.country) IS DISTINCT FROM (c.city, c.country)"""
    )


def match_contact(
    batch: Batch, kind: str, column: str, channel: str, extra: str = "", **values: Any
) -> None:
    """Find the record of rows that have none yet by a number or address; of several the oldest."""
    if column not in batch.fields:
        return
    batch.run(
        f"""UPDATE {{stage}} s SET target_id = m.id FROM (
          SELECT x.row, min(p.id) AS id FROM {{stage}} x
          JOIN customers_contactpoint c ON c.channel = '{channel}' AND c.removed_at IS NULL
            AND c.normalized = split_part(x.{column}, chr(31), 1) AND c.extension = split_part(x.{column}, chr(31), 2)
          JOIN customers_party p ON p.id = c.party_id AND p.kind = '{kind}' AND p.trashed_at IS NULL {extra}
          WHERE x.unit_row BETWEEN {int(batch.low)} AND {int(batch.high)} AND x.{column} IS NOT NULL
            AND x.target_id IS NULL AND x.outcome IS NULL
          GROUP BY x.row
        ) m WHERE m.row = s.row AND s.target_id IS NULL""",
        **values,
    )
