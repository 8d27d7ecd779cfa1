"""Which rows of all rooms belong to a record: found from the models, so that a table added tomorrow is found too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from rapport.core.files.models import Attachment, File
from rapport.core.records import keys
from rapport.core.references.finding import Reference, alike, references
from rapport.core.search.models import SearchEntry, StaleEntry

Model = type[models.Model]
Belongings = dict[Model, list[int]]
DERIVED = (SearchEntry, StaleEntry)  # thrown away and filled again


def belongings(model: Model, ids: Sequence[int]) -> Belongings:
    """Return model → keys of all that belongs to these records: themselves, what refers to them, and the parts of that.

    One query for each reference that there is, none for each row. What only points there and is nobody's part (a
    foreign key that may be emptied) is left out.
    """
    found: dict[Model, set[int]] = {one: set() for one in alike(model)}
    for one in found:
        there = one._base_manager.filter(pk__any=keys(ids))
        found[one] = set(there.values_list("pk", flat=True))
    waiting = [(one, ids) for one in references(model) if _is_theirs(one)]
    while waiting:
        reference, of = waiting.pop(0)
        known = found.setdefault(reference.model, set())
        new = set(reference.rows(of).values_list("pk", flat=True)) - known
        known |= new
        if new:
            waiting += [(one, sorted(new)) for one in parts(reference.model)]
    if Attachment in found:
        found[File] = _files_of(found[Attachment])
    return {one: sorted(rows) for one, rows in found.items() if rows}


def _is_theirs(reference: Reference) -> bool:
    field: Any = reference.field
    if reference.model in DERIVED or not reference.model._meta.managed:
        return False
    return not field.is_relation or field.remote_field.on_delete is not models.SET_NULL


@cache
def parts(model: Model) -> tuple[Reference, ...]:
    """Return the columns by which other rows are parts of such a row: they are seen through it, or name its kind."""
    return tuple(_parts(model))


def _parts(model: Model) -> Iterator[Reference]:
    for child in apps.get_models():
        via = getattr(getattr(child, "access", None), "via", "")
        field: Any = child._meta.get_field(via) if via else None
        if field is not None and field.related_model is model and child is not model:
            yield Reference(child, field)
    yield from (one for one in references(model) if one.kinds and _is_theirs(one))


def _files_of(attachments: set[int]) -> set[int]:
    """Return the files that hang on nothing else."""
    here = Attachment.objects.filter(pk__any=keys(sorted(attachments)))
    files = set(here.values_list("file_id", flat=True))
    for relation in File._meta.related_objects:
        column = f"{relation.field.name}_id"
        others: Any = relation.related_model._default_manager.filter(**{f"{column}__in": files})
        if relation.related_model is Attachment:
            others = others.exclude(pk__in=attachments)
        files -= set(others.values_list(column, flat=True))
    return files
