"""Looking for what names an erased person in everything that others wrote: texts, raw payloads, journals, of all rooms.

The columns are found from the models. What names her is replaced where it stands; the rest of the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

from rapport.core.access.models import User
from rapport.core.audit.models import SignInEvent
from rapport.core.changes.models import Change
from rapport.core.company.models import Company, SealedField
from rapport.core.erasure.erasing import rules
from rapport.core.events.models import EventRow

UNSWEPT = (User, SignInEvent, Company)  # our own people, who may have the same name or address
SEPARATED = r"[\s()./-]*"
NOT_WORD = r"[A-Za-z\u00c0-\u024f]"


def pattern_of_words(text: str) -> str:
    """Return the pattern of a name or address as it was written; Latin words are whole ones."""
    words = r"\s+".join(re.escape(word) for word in text.split())
    before = r"(?<!\w)" if re.match(NOT_WORD, text) else ""
    after = r"(?!\w)" if re.search(NOT_WORD + "$", text) else ""
    return before + words + after


def pattern_of_number(country: str, national: str) -> str:
    """Return the pattern of a telephone number however it is grouped, with or without its country code."""
    digits = SEPARATED.join(national)
    code = SEPARATED.join(country)
    return rf"(?<!\d)(?:(?:\+|00)?{code}{SEPARATED})?0?{SEPARATED}{digits}(?!\d)"


@dataclass(frozen=True)
class Sweep:
    """What is looked for, and the words that stand in its place."""

    pattern: str
    mark: str

    @property
    def regex(self) -> re.Pattern[str]:
        """Return the pattern, compiled."""
        return re.compile(self.pattern, re.IGNORECASE)

    def matches(self, text: str) -> bool:
        """Tell whether a text names the person."""
        return self.regex.search(text) is not None


def sweep(what: Sweep) -> dict[str, int]:
    """Replace what names the person in every text of every room; return table → rows. The journals come last."""
    found: dict[str, int] = {}
    for look in rules().files:  # while the rows still tell whose files they are
        if count := look(what.pattern, what.matches):
            found["files"] = found.get("files", 0) + count
    swept: list[type[models.Model]] = [*_models(), EventRow, Change]
    for model in swept:
        if count := _sweep_table(model, what):
            found[model._meta.db_table] = count
    return found


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        ours = model.__module__.startswith("rapport.") and model._meta.managed
        if ours and model not in UNSWEPT:
            yield model


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return what may hold words of somebody: texts, lists of them, JSON, raw bytes."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    found = []
    for one in model._meta.concrete_fields:
        base = one.base_field if isinstance(one, ArrayField) else one
        is_text = isinstance(base, kinds) and not isinstance(one, SealedField)
        if is_text and not one.primary_key and not one.choices:
            found.append(one)
    return found


def _sweep_table(model: type[models.Model], what: Sweep) -> int:
    columns = _columns(model)
    if not columns:
        return 0
    meta = model._meta
    tests = [
        f"encode(\"{one.column}\", 'escape') ~* %s"
        if isinstance(one, models.BinaryField)
        else f'"{one.column}"::text ~* %s'
        for one in columns
    ]
    with connection.cursor() as cursor:
        values = [
            _in_bytes(what.pattern) if isinstance(one, models.BinaryField) else what.pattern
            for one in columns
        ]
        cursor.execute(
            f'SELECT "{meta.pk.column}" FROM {meta.db_table} WHERE {" OR ".join(tests)}',  # noqa: S608 - names of our own
            values,
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    return sum(_replace(model, pk, columns, what) for pk in ids)


def _in_bytes(pattern: str) -> str:
    """Return the pattern as it reads in bytes written out, where what is not ASCII stands as \\ooo."""
    return "".join(
        char if ord(char) < 128 else "".join(rf"\\{byte:03o}" for byte in char.encode())
        for char in pattern
    )


def _replace(
    model: type[models.Model], pk: int, columns: list[models.Field[Any, Any]], what: Sweep
) -> bool:
    """Replace it in one row; a row of raw bytes goes altogether, and so does one that cannot stand without it."""
    rows: Any = model._base_manager.filter(pk=pk)
    if any(isinstance(one, models.BinaryField) for one in columns):
        return bool(rows.delete()[0])
    row = rows.values(*(one.name for one in columns)).first()
    if row is None:
        return False
    new = {}
    for one in columns:
        value = _without(row[one.name], what)
        if value != row[one.name]:
            new[one.name] = value[: one.max_length] if isinstance(value, str) else value
    if not new:
        return False
    try:
        with transaction.atomic():
            rows.update(**new)
    except IntegrityError:
        rows.delete()
    return True


def _without(value: Any, what: Sweep) -> Any:
    """Return a stored value without what names the person."""
    if isinstance(value, str):
        return what.regex.sub(what.mark, value)
    if isinstance(value, list):
        return [_without(one, what) for one in value]
    if isinstance(value, dict):
        return {_without(key, what): _without(one, what) for key, one in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None if what.matches(str(value)) else value
    return value
