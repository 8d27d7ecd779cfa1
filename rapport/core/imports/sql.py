"""The pieces of SQL that every kind of import needs, made from names in the code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from rapport.core.imports.kinds import Batch

WRITTEN = "SELECT target_id FROM {stage} s WHERE {here} AND outcome IN ('created', 'updated')"


def differs(columns: Mapping[str, str], *, keep: bool = False) -> str:
    """Return the condition that a row says something new of its record: staged column → record's.

    New is what the record has otherwise; to `keep` what is filled, only what it does not have at all.
    """
    parts = [
        f"(s.{name} IS NOT NULL AND {_is_empty(of) if keep else f's.{name} IS DISTINCT FROM {of}'})"
        for name, of in columns.items()
    ]
    return "(" + " OR ".join(parts or ["false"]) + ")"


def assignments(columns: Iterable[str], *, keep: bool = False) -> str:
    """Return the SET part that leaves a record's value where the file has none, or where it is filled, to `keep` it."""
    if keep:
        return ", ".join(
            f'"{c}" = CASE WHEN {_is_empty(f"t.{c}")} THEN coalesce(s.{c}, t.{c}) ELSE t.{c} END'
            for c in columns
        )
    return ", ".join(f'"{name}" = coalesce(s.{name}, t."{name}")' for name in columns)


def _is_empty(column: str) -> str:
    return f"coalesce({column}::text, '') = ''"


def settle(
    batch: Batch,
    *,
    changed: str,
    joined: str,
    editable: str = "true",
    right: str = "core.import_data",
) -> None:
    """Give every open row its outcome: created without target; else skipped, updated or unchanged by the match rule.

    `joined` adds the tables that the condition `changed` speaks of; `editable` says which targets the user may change, by `right`.
    """
    settle_new(batch)
    if batch.match not in {"update", "known"}:
        reason = _("It exists already.")
        batch.run(
            "UPDATE {stage} s SET outcome = 'skipped', reason = %(why)s WHERE {here} AND outcome IS NULL",
            why=reason,
        )
        return
    batch.run(
        "UPDATE {stage} s SET outcome = CASE WHEN NOT "
        + editable
        + " THEN 'skipped' WHEN "
        + changed
        + " THEN 'updated' ELSE 'unchanged' END, reason = CASE WHEN NOT "
        + editable
        + " THEN %(why)s END FROM "
        + joined
        + " AND {here} AND s.outcome IS NULL",
        why=_("It belongs to a colleague, and you cannot change it."),
        **batch.reach(right),
    )


def settle_new(batch: Batch) -> None:
    """Let open rows without a record create one, unless only what is known is to be updated."""
    if batch.match == "known":
        batch.run(
            "UPDATE {stage} s SET outcome = 'skipped', reason = %(why)s WHERE {here} AND outcome IS NULL AND target_id IS NULL",
            why=_("There is no such record yet."),
        )
        return
    batch.run(
        "UPDATE {stage} s SET outcome = 'created' WHERE {here} AND outcome IS NULL AND target_id IS NULL"
    )


def reject(batch: Batch, condition: str, reason: str) -> None:
    """Make open rows that meet a condition errors with a reason."""
    batch.run(
        "UPDATE {stage} s SET outcome = 'error', reason = %(why)s WHERE {here} AND outcome IS NULL AND "
        + condition,
        why=reason,
    )


def number(batch: Batch, table: str) -> None:
    """Give rows that create a record its future id."""
    batch.run(
        f"UPDATE {{stage}} s SET target_id = nextval(pg_get_serial_sequence('{table}', 'id'))"
        " WHERE {here} AND outcome = 'created'"
    )
