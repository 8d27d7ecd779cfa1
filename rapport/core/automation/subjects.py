"""What the rooms offer to automations: lists whose records they are for, what happens to these, what can be done with them.

`config/automation.py` names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.bulk.verbs import Nothing
from rapport.core.errors import Missing
from rapport.core.events.events import Event
from rapport.core.lists.spec import ListSpec

Values = Mapping[str, Any]
AT_ONCE = 200  # records of one transaction


class UnknownSubject(Missing):
    """Automations cannot be made for this list."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a step is given: the records, with whose rights, and for which automation and which of its runs it is done."""

    subject: Subject
    ids: Sequence[int]
    automation: Any
    runs: Mapping[int, int]
    place: int
    by: User
    at: datetime


class Act(Protocol):
    """Do a step with records; return those on which anything changed. A refusal is an error with its sentence."""

    def __call__(self, case: Case, values: Values, /) -> Collection[int]:
        """Do it."""


def _as_typed(form: forms.Form) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _nothing_blocked(_case: Case, _values: Values) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that an automation does with records. `form(user, data)` asks, `plain` keeps the answer, `says` words it.

    `blocked` tells before with which records it could not be done and why, as far as that is known before.
    """

    name: str
    label: str | Promise
    icon: str
    act: Act
    says: Callable[[Values, User], str]
    right: str = ""
    form: Callable[[User, Any], forms.Form] = lambda _user, data: Nothing(data)
    plain: Callable[[Any], dict[str, Any]] = _as_typed
    blocked: Callable[[Case, Values], Mapping[int, str]] = _nothing_blocked


@dataclass(frozen=True)
class Occasion:
    """Something that happens to a record: `says` as in “When a person … ”; `of` names the field that holds its key or keys.

    `many` is how the same is told of many records at once.
    """

    event: type[Event]
    says: str | Promise
    icon: str
    of: str = ""
    many: Occasion | None = None

    @property
    def name(self) -> str:
        """Return the event's name."""
        return self.event.__name__

    def rows(self, data: Mapping[str, Any]) -> list[int]:
        """Return the keys of the records that an event is about."""
        found = data.get(self.of or self.event.party or self.event.subject)
        if found is None:
            return []
        return [int(one) for one in found] if isinstance(found, list) else [int(found)]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A list whose records automations are for.

    `one` is what a record is called in a sentence (“a person”), `edits` the events by which it is told that a field
    changed, `owner` the column of its owner, if it has one, `at_once` how many records one transaction is for (one, where
    what a step changes does not hang on the record, to be taken back one by one), `custom` the kind of record by which its own fields are known, and `set_custom` the verb that sets them.
    """

    name: str
    label: str | Promise
    one: str | Promise
    page: str
    occasions: Sequence[Occasion]
    edits: Sequence[Occasion]
    steps: Sequence[Step]
    owner: str = "owner_id"
    is_party: bool = True
    at_once: int = AT_ONCE
    custom: str = ""
    set_custom: Callable[..., object] | None = None

    @property
    def told(self) -> dict[str, Occasion]:
        """Return everything that may wake its automations, by the event's name."""
        known = [*self.occasions, *self.edits]
        return {one.name: one for one in [*known, *(one.many for one in known if one.many)]}

    def events(self, occasions: Sequence[Occasion]) -> list[str]:
        """Return the events by which these are told, of one record and of many at once."""
        many = [one.many.name for one in occasions if one.many]
        return [*(one.name for one in occasions), *many]

    @property
    def spec(self) -> ListSpec:
        """Return the list."""
        found: ListSpec = listed("lists")[self.name].spec
        return found

    @property
    def model(self) -> type[models.Model]:
        """Return the model of its rows."""
        spec = self.spec
        found: type[models.Model] = spec.rows(User(is_system=True)).model
        return found

    def address(self, row_id: int) -> str:
        """Return where a record is shown."""
        return reverse(self.page, args=[row_id])

    def names(self, user: User, ids: Sequence[int]) -> dict[int, str]:
        """Return what records are called, as far as the user sees them. One query."""
        rows = self.spec.rows(user).filter(pk__in=list(ids)).order_by()
        return dict(rows.values_list("pk", self.spec.main.value(user)))


def subjects() -> dict[str, Subject]:
    """Return the lists by name."""
    found: dict[str, Subject] = listed("automation")
    return found


def subject_of(name: str) -> Subject:
    """Return one of them. Errors: UnknownSubject."""
    if name not in subjects():
        raise UnknownSubject
    return subjects()[name]
