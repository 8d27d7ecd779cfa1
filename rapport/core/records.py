"""The columns that every business row has, and the declared type of an id without a foreign key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import get_language


class Record(models.Model):
    """A business row: `version` is raised by a trigger at each update and guards against lost edits."""

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.IntegerField(db_default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:  # noqa: N802 - Django's name
        """Return a choice in the reader's words; Django makes its table of choices anew for each, 24 µs against 2."""
        value = getattr(self, field.attname)
        return _choices(field, get_language()).get(value, "" if value is None else str(value))


@lru_cache(maxsize=1024)
def _choices(field: models.Field[Any, Any], _language: str | None) -> dict[Any, str]:
    return {value: str(label) for value, label in field.flatchoices}


class LooseKey(models.BigIntegerField):  # type: ignore[type-arg]
    """The id of a row in `to`, kept without a foreign key; merge and erasure find it by this type."""

    def __init__(self, to: str, *args: Any, **kwargs: Any) -> None:
        self.to = to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Tell migrations what it points at."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.to, *args], kwargs


class KindKey(models.BigIntegerField):  # type: ignore[type-arg]
    """The id of a row whose kind another field tells, by a word of the list `config/<known>.py`.

    `kind` is that field's name, or the way to it (`run__list_name`). The column is a plain bigint.
    """

    def __init__(self, kind: str = "", known: str = "", *args: Any, **kwargs: Any) -> None:
        self.kind, self.known = kind, known
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Tell migrations of the plain column: what it points at may change without one."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs


@models.BigAutoField.register_lookup
@models.BigIntegerField.register_lookup
@models.ForeignKey.register_lookup
class AnyOf(models.Lookup):
    """`pk__any=keys(ids)`: one array instead of a parameter for each of thousands of keys, which `in` would write."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return `column = ANY(array)`."""
        column, values = self.process_lhs(compiler, connection)
        sql, given = among(column, self.rhs)
        return sql, [*values, *values, *given]


class Keys(str):
    """Many keys as PostgreSQL writes an array; as a list each would be looked at by three layers."""

    __slots__ = ("least", "most")
    least: int
    most: int


def keys(ids: Collection[int]) -> Keys:
    """Return keys for `pk__any` and `among`."""
    found = Keys("{" + ",".join(map(str, ids)) + "}")
    found.least, found.most = min(ids, default=0), max(ids, default=0)
    return found


def among(column: str, ids: Keys) -> tuple[str, list[Any]]:
    """Return the SQL for “one of these keys”, and its values. The range lets neighbours be read from one stretch of the index."""
    return f"({column} BETWEEN %s AND %s AND {column} = ANY(%s::bigint[]))", [
        ids.least,
        ids.most,
        ids,
    ]


def change_rows(model: type[models.Model], ids: Sequence[int], **values: Any) -> list[int]:
    """Give many rows the same values, in one statement; return the keys of those on which something changed.

    A part of the verbs for many: they have asked for the right.
    """
    by_name: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in values]
    given = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    table, key = model._meta.db_table, by_name[model._meta.pk.name].column
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    differ = " OR ".join(f'"{field.column}" IS DISTINCT FROM %s' for field in fields)
    meant, of_keys = among(f'"{key}"', keys(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {table} SET {sets} WHERE {meant} AND ({differ}) RETURNING "{key}"',  # noqa: S608 - names of our own
            [*given, *of_keys, *given],
        )
        return [row_id for (row_id,) in cursor.fetchall()]
