"""Where the id of a record stands: found from the models and their declared fields, never from a list.

Merging moves what is found here, access and erasure read it. Three ways lead to a record: a foreign key, a `LooseKey`, and a
`KindKey`, whose row says of which kind it speaks. Fields of the company's own are a fourth, found in the database (`.own`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.changes.triggers import logged_models
from rapport.core.records import KindKey, LooseKey, keys


@dataclass(frozen=True)
class Reference:
    """A column that holds ids of a record: of every row, or of those whose `kind_field` is one of `kinds`."""

    model: type[models.Model]
    field: models.Field[Any, Any]
    kind_field: str = ""
    kinds: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def table(self) -> str:
        """Return the table's name."""
        return str(self.model._meta.db_table)

    @property
    def column(self) -> str:
        """Return the column's name."""
        return str(self.field.column)

    @property
    def is_business(self) -> bool:
        """Tell whether the table is the business's own and logged; others are projections, journals and caches."""
        return self.model in set(logged_models())

    def rows(self, ids: Collection[int]) -> models.QuerySet[Any]:
        """Return the rows that refer to these records."""
        found = self.model._base_manager.filter(**{f"{self.field.attname}__any": keys(ids)})
        return found.filter(**{f"{self.kind_field}__in": self.kinds}) if self.kinds else found


def alike(model: type[models.Model]) -> list[type[models.Model]]:
    """Return the models whose rows have the same keys: the record's own, and those that share its key (a party, its person).

    The record's own comes first.
    """
    root = _root(model)
    return [root, *(one for one in apps.get_models() if one is not root and _root(one) is root)]


@cache
def references(model: type[models.Model]) -> tuple[Reference, ...]:
    """Return every column of every room that holds ids of a model's rows, or of rows that share their keys."""
    same = set(alike(model))
    return tuple(
        reference
        for one in apps.get_models()
        if one.__module__.startswith("rapport.")
        for field in one._meta.local_concrete_fields
        for reference in _of_field(one, field, same)
    )


def kinds_of(known: str, models_: Collection[type[models.Model]]) -> tuple[str, ...]:
    """Return the words of an assembled list that stand for one of these models."""
    return tuple(name for name, one in listed(known).items() if _meant(one) in models_)


def _of_field(
    model: type[models.Model], field: models.Field[Any, Any], same: set[type[models.Model]]
) -> Iterator[Reference]:
    if isinstance(field, models.ForeignKey):
        is_part = (
            field.primary_key and model in same
        )  # a person is not something that refers to her party
        if field.related_model in same and not is_part:
            yield Reference(model, field)
    elif isinstance(field, LooseKey):
        if apps.get_model(field.to) in same:
            yield Reference(model, field)
    elif isinstance(field, KindKey):
        kinds = kinds_of(field.known, same)
        if kinds:
            yield Reference(model, field, field.kind, kinds)


def _root(model: type[models.Model]) -> type[models.Model]:
    """Return the model from which a model has its keys."""
    key: Any = model._meta.pk
    return _root(key.related_model) if isinstance(key, models.OneToOneField) else model


def _meant(one: Any) -> type[models.Model] | None:
    """Return the model that an entry of an assembled list speaks of: a model, a kind with one, a list of its rows."""
    if isinstance(one, type):
        return one
    if spec := getattr(one, "spec", None):
        found: type[models.Model] = spec.rows(User(is_system=True)).model
        return found
    found_as = getattr(one, "model", None)
    return apps.get_model(found_as) if isinstance(found_as, str) else found_as
