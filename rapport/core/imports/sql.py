"""The pieces of SQL that every kind of import needs, made from names in the code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from rapport.core.imports.kinds import Batch

WRITTEN = "SELECT target_id FROM {stage} s WHERE {here} AND outcome IN ('created', 'updated')"


def differs(columns: Mapping[str, str]) -> str:
    """Return the condition that a staged value is there and not what the record has: staged column → record's."""
    parts = [
        f"(s.{name} IS NOT NULL AND s.{name} IS DISTINCT FROM {of})" for name, of in columns.items()
    ]
    return "(" + " OR ".join(parts or ["false"]) + ")"


def assignments(columns: Iterable[str]) -> str:
    """Return the SET part that leaves a record's value where the file has none."""
    return ", ".join(f'"{name}" = coalesce(s.{name}, t."{name}")' for name in columns)


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
    batch.run(
        "UPDATE {stage} s SET outcome = 'created' WHERE {here} AND outcome IS NULL AND target_id IS NULL"
    )
    if batch.match != "update":
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
