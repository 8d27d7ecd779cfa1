"""Letting everything that refers to some records refer to others: set by set, and rows that would then say the same become one.

A part of verbs that merge: they have asked for the right. What is moved stands in the change log and can go back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from rapport.core.references.finding import Reference, alike, references
from rapport.core.references.own import own_fields, repoint
from rapport.core.references.uniqueness import Unique, flags_of, others_of, rules_of

MAP = "unnest(%(was)s::bigint[], %(to)s::bigint[]) WITH ORDINALITY AS m(was, becomes, place)"
MEANT = "(t.{column} = ANY(%(was)s::bigint[]) OR t.{column} = ANY(%(to)s::bigint[]))"
# Of rows that would say the same the one stays that stood with the record before, else the first that comes.
PLACED = """SELECT key, kept FROM (
  SELECT t.{key} AS key, first_value(t.{key}) OVER same AS kept FROM {table} t LEFT JOIN {map} ON m.was = t.{column}
  WHERE {meant} AND {condition}
  WINDOW same AS (PARTITION BY {parts} ORDER BY {order}m.was IS NOT NULL, m.place, t.{key})
) AS placed WHERE key <> kept"""
MOVE = """UPDATE {table} t SET {column} = {becomes} FROM {map} WHERE m.was = t.{column} AND {condition}"""
ABOUT_ITSELF = """SELECT t.{key}, t.{key} FROM {table} t LEFT JOIN {map} ON m.was = t.{column}
LEFT JOIN unnest(%(was)s::bigint[], %(to)s::bigint[]) AS n(was, becomes) ON n.was = t.{other}
WHERE {meant} AND coalesce(m.becomes, t.{column}) = coalesce(n.becomes, t.{other})"""
FILL = """UPDATE {table} k SET {sets} FROM (
  SELECT m.becomes AS kept, {firsts} FROM {map} JOIN {table} d ON d.{key} = m.was GROUP BY m.becomes
) AS d WHERE k.{key} = d.kept AND ({lacks})"""


DELETE = "DELETE FROM {table} WHERE {key} = ANY(%s::bigint[])"
ENDS = frozenset({"trashed_at", "removed_at", "closed_at", "ended_at", "until"})


@dataclass
class Moves:
    """How many rows of each table went to other records, and how many became one with a row that said the same."""

    rows: Counter[str] = field(default_factory=Counter)
    folded: Counter[str] = field(default_factory=Counter)


def move(
    model: type[models.Model],
    becomes: Mapping[int, int],
    *,
    newest: Mapping[str, str] | None = None,
) -> Moves:
    """Let all business rows that refer to some records of a model refer to others: key → key.

    Of rows that would break a rule of uniqueness those of the other record stay, and what refers to the rest refers to
    them; `newest` names the column that decides instead, by the label of the model.
    """
    moved = Moves()
    if becomes:
        _move(model, becomes, moved, newest or {})
    return moved


def unite(model: type[models.Model], becomes: Mapping[int, int]) -> Moves:
    """Make rows of a model one with others, and delete them: what is empty there is filled, what refers to them goes along."""
    moved = Moves()
    if becomes:
        _fold(model, becomes, moved, {})
    return moved


def _move(
    model: type[models.Model],
    becomes: Mapping[int, int],
    moved: Moves,
    newest: Mapping[str, str],
) -> None:
    for reference in references(model):
        if not _follows(reference, model):
            continue
        for other in others_of(reference):
            _drop(reference, _pairs(ABOUT_ITSELF, reference, becomes, other=f'"{other}"'))
        for flag, rule in flags_of(reference):
            _lower(reference, flag, _doubles(reference, rule, becomes, ""))
        for rule in rules_of(reference):
            order = newest.get(reference.model._meta.label, "")
            same = _doubles(reference, rule, becomes, f't."{order}" DESC, ' if order else "")
            if same:
                _fold(reference.model, same, moved, newest)
        count = _update(reference, becomes, is_own=reference.model in alike(model))
        moved.rows[reference.table] += count
    for own in own_fields(model):
        for was, to in becomes.items():
            repoint(own, was, to)


def _follows(reference: Reference, model: type[models.Model]) -> bool:
    """Tell whether a reference is moved: of the business's own rows, unless their model tells how it was then."""
    return reference.is_business and getattr(reference.model, "follows_merges", True)


def _fold(
    model: type[models.Model], same: Mapping[int, int], moved: Moves, newest: Mapping[str, str]
) -> None:
    """Make rows one with those that say the same: what is empty there is filled, what refers to them goes along."""
    if model._meta.label not in newest:
        _fill(model, same)
    _move(model, same, moved, newest)
    _delete(model, list(same))
    moved.folded[model._meta.db_table] += len(same)


def _doubles(
    reference: Reference, rule: Unique, becomes: Mapping[int, int], order: str
) -> dict[int, int]:
    """Return row → the row it would collide with."""
    parts = [f'coalesce(m.becomes, t."{reference.column}")', *(f't."{one}"' for one in rule.others)]
    return _pairs(
        PLACED,
        reference,
        becomes,
        parts=", ".join(parts),
        condition=rule.condition,
        order=order,
    )


def _pairs(
    sql: str, reference: Reference, becomes: Mapping[int, int], **parts: str
) -> dict[int, int]:
    """Run a query over the rows of one reference; it returns pairs of keys."""
    named = _named(reference) | {"condition": "true", "order": ""} | parts
    values = _values(becomes)
    if reference.kinds:
        named["condition"] = f"{named['condition']} AND {_of_kind(reference)}"
        values["kinds"] = list(reference.kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**named), values)
        return dict(cursor.fetchall())


def _update(reference: Reference, becomes: Mapping[int, int], *, is_own: bool) -> int:
    """Move one reference; a row that would refer to itself refers to nothing."""
    named, values = _named(reference), _values(becomes)
    named["becomes"] = f"nullif(m.becomes, t.{named['key']})" if is_own else "m.becomes"
    named["condition"] = _of_kind(reference) if reference.kinds else "true"
    values["kinds"] = list(reference.kinds)
    with connection.cursor() as cursor:
        cursor.execute(MOVE.format(**named), values)
        return int(cursor.rowcount)


def _named(reference: Reference) -> dict[str, str]:
    column = f'"{reference.column}"'
    return {
        "table": reference.table,
        "key": f'"{reference.model._meta.pk.column}"',
        "column": column,
        "map": MAP,
        "meant": MEANT.format(column=column),
    }


def _of_kind(reference: Reference) -> str:
    """Return the condition that a row speaks of records of the kinds meant; business rows have their kind beside the id."""
    column = reference.model._meta.get_field(reference.kind_field).column  # type: ignore[union-attr]
    return f't."{column}" = ANY(%(kinds)s)'


def _values(becomes: Mapping[int, int]) -> dict[str, Any]:
    return {"was": list(becomes), "to": list(becomes.values())}


def _fill(model: type[models.Model], same: Mapping[int, int]) -> None:
    """Write what is empty on rows that stay from those that go, the first that has it."""
    columns = [one for one in model._meta.local_concrete_fields if _can_be_empty(one)]
    if not columns:
        return
    key = f'"{model._meta.pk.column}"'
    firsts, sets, lacks = [], [], []
    for one in columns:
        name = f'"{one.column}"'
        held = f"nullif({{}}.{name}, '')" if _is_text(one) else f"{{}}.{name}"
        value = held.format("d")
        firsts.append(
            f"(array_agg({value} ORDER BY m.place) FILTER (WHERE {value} IS NOT NULL))[1] AS {name}"
        )
        found = f"nullif(d.{name}, k.{key})" if one.related_model is model else f"d.{name}"
        lack = f"{held.format('k')} IS NULL AND {found} IS NOT NULL"
        sets.append(f"{name} = CASE WHEN {lack} THEN {found} ELSE k.{name} END")
        lacks.append(f"({lack})")
    sql = FILL.format(
        table=model._meta.db_table,
        key=key,
        map=MAP,
        sets=", ".join(sets),
        firsts=", ".join(firsts),
        lacks=" OR ".join(lacks),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(same))


def _can_be_empty(one: models.Field[Any, Any]) -> bool:
    """Tell whether a column may be filled from another row: facts, not keys and not what ends or hides a row."""
    if one.primary_key or one.unique or one.name in ENDS:
        return False
    return one.null or (one.blank and _is_text(one))


def _is_text(one: models.Field[Any, Any]) -> bool:
    return isinstance(one, models.CharField | models.TextField)


def _lower(reference: Reference, flag: str, doubles: Mapping[int, int]) -> None:
    """Take a mark that only one may carry off the others."""
    if doubles:
        reference.model._base_manager.filter(pk__in=list(doubles)).update(**{flag: False})


def _drop(reference: Reference, pairs: Mapping[int, int]) -> None:
    """Delete rows that would tell something of a record and itself."""
    if pairs:
        _delete(reference.model, list(pairs))


def _delete(model: type[models.Model], keys: Sequence[int]) -> None:
    """Delete rows by SQL: what refers to them has been moved, and the database refuses where that is not so."""
    sql = DELETE.format(table=model._meta.db_table, key=f'"{model._meta.pk.column}"')
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys)])
