"""What a bulk verb is: how it is asked for, whose rows it may write, and the one action that writes many of them.

Rooms declare their verbs; `config/bulk.py` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.lists.spec import Rows

Values = Mapping[str, Any]


class Write(Protocol):
    """The action behind a verb. It is given rows that the user may write, and returns those that it changed."""

    def __call__(
        self, ids: Sequence[int], values: Values, /, *, by: User, at: datetime
    ) -> Sequence[int]:
        """Write the rows."""


class TakeBack(Protocol):
    """The action that takes a verb back where the change log cannot; returns the rows that went back."""

    def __call__(
        self, ids: Sequence[int], values: Values, /, *, by: User, at: datetime
    ) -> Collection[int]:
        """Take it back."""


class UnknownVerb(Missing):
    """There is no such thing to do with many records here."""


class Nothing(forms.Form):
    """A verb that needs only a yes."""


def same(rows: Rows, _user: User) -> Rows:
    """Return the rows of the list: most verbs are about them."""
    return rows


def _no_words(_values: Values) -> str:
    return ""


def _nothing_blocked(_user: User, _values: Values) -> Mapping[str, Q]:
    return {}


def _nothing_refused(_user: User, _values: Values, _rows: Rows) -> Mapping[str, Collection[int]]:
    return {}


def _as_typed(form: forms.Form) -> dict[str, Any]:
    return dict(form.cleaned_data)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """Something that can be done with many rows at once.

    `lists` says by the list's name how its rows lead to the verb's (`same`, or the people of households). `right` is asked
    for the verb, `over` for each row (the same unless given; "" means that seeing it is enough). `form(user, data)` asks,
    `plain` turns its answer into the values that are kept with the run, `says` puts them into words. `already` is true of
    rows on which nothing would change, `blocked` tells by reason which rows cannot take it, `refused` which of these rows
    cannot where that is no condition of the database. `column` is the column that it changes, if a list shows it: a
    preview draws it before, and `after(before, values)` is what it will be. `words` returns of some rows what would be
    written instead: a title and a text, and `able` is how many can have them. `take_back` undoes it where the change log cannot, except what `stays`.
    Rows of people whose data are kept only are left out, unless it is done `despite_restriction`.
    """

    name: str
    label: str | Promise
    icon: str
    right: str
    model: type[models.Model]
    lists: Mapping[str, Callable[[Rows, User], Rows]]
    title: Callable[[int], str]
    said: Callable[[int], str]
    write: Write
    over: str | None = None
    form: Callable[[User, Any], forms.Form] = lambda _user, data: Nothing(data)
    plain: Callable[[Any], dict[str, Any]] = _as_typed
    says: Callable[[Values], str] = _no_words
    already: Callable[[Values], Q] | None = None
    blocked: Callable[[User, Values], Mapping[str, Q]] = _nothing_blocked
    refused: Callable[[User, Values, Rows], Mapping[str, Collection[int]]] = _nothing_refused
    words: Callable[[User, Values, Sequence[int]], Mapping[int, tuple[str, str]]] | None = None
    able: str | Promise = ""
    take_back: TakeBack | None = None
    stays: str | Promise = ""
    column: str = ""
    after: Callable[[str, Values], str] = lambda before, _values: before
    kept: Q = field(default_factory=lambda: Q(trashed_at=None))
    gone: str | Promise = ""
    named: str = "display_name"
    page: str = ""
    is_edit: bool = False
    is_bad: bool = False
    despite_restriction: bool = False
    question: Callable[[int], str] | None = None

    @property
    def over_rows(self) -> str:
        """Return the right that each row is asked for."""
        return self.right if self.over is None else self.over
