"""Which records can have custom fields. Rooms declare theirs, `config/customfields.py` lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Missing


@dataclass(frozen=True)
class Target:
    """A kind of record that relations may refer to: its model, the path to its name, its page, and the list it is found in.

    `pick` (page and query) looks one up while typing where the list's own search is not what people expect.
    """

    name: str
    label: str | Promise
    model: str
    named: str
    page: str
    found_in: str
    where: Mapping[str, Any] = field(default_factory=dict)
    picked_at: tuple[str, str] | None = None

    @property
    def table(self) -> type[models.Model]:
        """Return the model."""
        return apps.get_model(self.model)

    @property
    def pick(self) -> tuple[str, str]:
        """Return the page that looks one up, and its query."""
        return self.picked_at or ("customfields:pick", f"?kind={self.name}")

    def visible_to(self, user: User) -> Any:
        """Return those the user may see."""
        manager: Any = self.table._default_manager
        return manager.filter(**self.where).visible_to(user)


class Own(NamedTuple):
    """A field of the record itself that formulas may name: its way in the ORM, by whose end they know it, and its name."""

    path: str
    label: str | Promise

    @property
    def name(self) -> str:
        """Return the word by which a formula keeps it."""
        return self.path.rpartition("__")[2]


@dataclass(frozen=True)
class Entity:
    """A kind of record: its model, whose `custom` column holds the values, and which of its rows are meant.

    `stages` are the states at which a field may be required, standing in the column `stage`. `page` shows a record,
    `named` is the path to its name. `edit` names the page that edits a value
    in place, and the right it needs. `kept` says which rows its lists show, for the indexes made for them, `operands` which fields
    of its own formulas may name.
    """

    name: str
    label: str | Promise
    model: str
    where: Mapping[str, Any]
    stages: Sequence[tuple[str, str | Promise]]
    stage: str
    named: str
    page: str
    edit: tuple[str, str]
    kept: str = ""
    operands: Sequence[Own] = ()

    @property
    def table(self) -> type[models.Model]:
        """Return the model."""
        return apps.get_model(self.model)

    def rows(self) -> Any:
        """Return all records of this kind."""
        return self.table._default_manager.filter(**self.where)

    def visible_to(self, user: User) -> Any:
        """Return those the user may see."""
        return self.rows().visible_to(user)


def entities() -> dict[str, Entity]:
    """Return every kind of record that can have custom fields, in the order of the page."""
    found: dict[str, Entity] = listed("customfields")
    return found


def targets() -> dict[str, Target]:
    """Return every kind of record that relations may refer to."""
    found: dict[str, Target] = listed("relatable")
    return found


def target_of(name: str) -> Target:
    """Return a kind of record that relations may refer to. Errors: Missing."""
    if name not in targets():
        raise Missing
    return targets()[name]


def entity_of(name: str) -> Entity:
    """Return a kind of record. Errors: Missing."""
    if name not in entities():
        raise Missing
    return entities()[name]
