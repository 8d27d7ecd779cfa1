"""Which rows are meant: those that were ticked, or all that match a list; and what can be done with them, told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.restriction import RESTRICTED, restriction
from rapport.core.assembly import listed
from rapport.core.bulk.models import BulkRun, Outcome
from rapport.core.bulk.verbs import Values, Verb
from rapport.core.errors import Invalid, Missing
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec, Rows
from rapport.core.lists.state import ListState
from rapport.core.records import keys

MOST = 1_000_000
SLICE = (
    5_000  # rows of one transaction: below a second, so that progress moves and a cancel is heard
)
SAMPLE = 5
FREEZE = """INSERT INTO core_bulkslice (run_id, number, ids, changed, undone, kept)
SELECT %s, (n - 1) / %s, array_agg(id ORDER BY id), '{{}}', '{{}}', '{{}}'
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM ({rows}) AS meant (id)) AS numbered GROUP BY 2"""
FREEZE_TICKED = "SELECT unnest(%s::bigint[])"

Left = dict[int, tuple[str, str]]  # row → outcome and reason


class NoSuchList(Missing):
    """There is no such list."""


class NothingChosen(Invalid):
    """Choose at least one record first."""


class TooManyChosen(Invalid):
    """At most 1,000,000 records can be changed at once. Narrow the list by a filter."""


@dataclass(frozen=True)
class Chosen:
    """The rows of a list that a verb is about: `ids`, or all that match `query` when there are none."""

    spec: ListSpec
    ids: Sequence[int] = ()
    query: str = ""
    all: bool = False

    @classmethod
    def read(cls, spec: ListSpec, query: QueryDict) -> Self:
        """Read `?id=1&id=2`, or `?all=people?f=…`, the name and the address of a list. Errors: NothingChosen."""
        if query.get("all"):
            return cls(spec, query=str(query["all"]).partition("?")[2][:10_000], all=True)
        texts = query.getlist("id")
        ids = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
        if not ids:
            raise NothingChosen
        return cls(spec, ids=ids)

    def rows(self, user: User, verb: Verb) -> Rows:
        """Return the rows as far as the user sees them, as the verb takes them."""
        if self.all:
            found = self.spec.matching(user, ListState.read(QueryDict(self.query)))
        else:
            found = self.spec.rows(user).filter(pk__in=self.ids)
        return verb.lists[self.spec.name](found.order_by(), user)


def list_of(name: str) -> Listed:
    """Return the list of that name with its page. Errors: NoSuchList."""
    found: Listed | None = listed("lists").get(name)
    if found is None:
        raise NoSuchList
    return found


def freeze(run: BulkRun, chosen: Chosen, verb: Verb, user: User) -> int:
    """Write down which rows are meant, slice by slice; return how many. Errors: NothingChosen, TooManyChosen."""
    is_ticked = not chosen.all and chosen.spec.rows(user).model is verb.model
    if is_ticked:  # one that went meanwhile is told in the result
        sql, values = FREEZE_TICKED, (keys(sorted(set(chosen.ids))),)
    else:
        rows = chosen.rows(user, verb).order_by("pk").values_list("pk")
        try:
            sql, values = rows[: MOST + 1].query.sql_with_params()
        except EmptyResultSet as nobody:
            raise NothingChosen from nobody
    with connection.cursor() as cursor:
        cursor.execute(FREEZE.format(rows=sql.replace("{", "{{")), [run.pk, SLICE, *values])
        cursor.execute(
            "SELECT coalesce(sum(cardinality(ids)), 0) FROM core_bulkslice WHERE run_id = %s",
            [run.pk],
        )
        total = int(cursor.fetchone()[0])
    if not total:
        raise NothingChosen
    if total > MOST:
        raise TooManyChosen
    return total


@dataclass(frozen=True)
class Outlook:
    """What would happen: how many rows are meant, how many could be changed, and why the others could not."""

    total: int
    able: int
    left: list[tuple[int, str]]
    same: int = 0


def outlook(chosen: Chosen, verb: Verb, user: User, values: Values | None) -> Outlook:
    """Count what can be changed, before anything is. Errors: NothingChosen."""
    rows = chosen.rows(user, verb)
    able = rows.filter(_able(verb, user))
    total, left = rows.count(), []
    count = able.count()
    if total > count:
        left.append((total - count, others()))
    if values is not None:
        for reason, blocked in _blocked(verb, user, values):
            if found := able.filter(blocked).count():
                left.append((found, str(reason)))
                able = able.exclude(blocked)
                count -= found
        for reason, ids in verb.refused(user, values, able).items():
            left.append((len(ids), reason))
            able = able.exclude(pk__any=keys(ids))
            count -= len(ids)
    same = able.filter(verb.already(values)).count() if verb.already and values is not None else 0
    if not chosen.all and chosen.spec.rows(user).model is verb.model:
        gone = len(set(chosen.ids)) - total
        left += [(gone, missing())] if gone else []
        total += gone
    if not total:
        raise NothingChosen
    return Outlook(total, count, left, same)


def _blocked(verb: Verb, user: User, values: Values) -> Iterator[tuple[str, Q]]:
    """Tell by reason which rows cannot take the verb: by its own rules, and because they are kept only."""
    restricted = restriction(verb.model)
    if restricted and not verb.despite_restriction:
        yield str(RESTRICTED), restricted
    for reason, blocked in verb.blocked(user, values).items():
        yield str(reason), blocked


def _able(verb: Verb, user: User) -> Q:
    manager: Any = verb.model._default_manager
    return Q(pk__in=manager.all().within(user, verb.over_rows)) & verb.kept


def sort_out(verb: Verb, ids: Sequence[int], values: Values, user: User) -> tuple[list[int], Left]:
    """Tell the rows that the user may write from those that stay, each with its reason."""
    manager: Any = verb.model._default_manager
    here = manager.all().filter(pk__any=keys(ids))
    able = list(here.within(user, verb.over_rows).filter(verb.kept).values_list("pk", flat=True))
    left: Left = {}
    if len(able) < len(ids):
        left = dict(_reasons(verb, here.visible_to(user), set(ids) - set(able)))
    for reason, blocked in _blocked(verb, user, values):
        found = set(manager.filter(blocked, pk__any=keys(able)).values_list("pk", flat=True))
        left |= {pk: (Outcome.SKIPPED.value, str(reason)) for pk in found}
        able = [pk for pk in able if pk not in found]
    for reason, some in verb.refused(user, values, manager.filter(pk__any=keys(able))).items():
        left |= dict.fromkeys(some, (Outcome.SKIPPED.value, reason))
    return [pk for pk in able if pk not in left], left


def _reasons(verb: Verb, seen: Rows, ids: set[int]) -> Iterator[tuple[int, tuple[str, str]]]:
    visible = set(seen.values_list("pk", flat=True))
    kept = set(seen.filter(verb.kept).values_list("pk", flat=True))
    for pk in ids:
        why = others() if pk in kept else str(verb.gone) if pk in visible else missing()
        yield pk, (Outcome.SKIPPED.value, why)


def others() -> str:
    """Return why a row that belongs to somebody else is left."""
    return _("Belongs to others: you may see it, but not change it")


def missing() -> str:
    """Return why a row that is no longer there is left."""
    return _("No longer there")
