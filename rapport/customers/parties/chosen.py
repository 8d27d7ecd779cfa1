"""Which records a bulk verb is about: the ticked ones, or all that match the list."""

from __future__ import annotations

from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Invalid
from rapport.core.lists.state import ListState
from rapport.customers.parties.models import Party

MOST = 10_000


class NothingChosen(Invalid):
    """Choose at least one record first."""


class TooManyChosen(Invalid):
    """At most 10,000 records can be changed at once. Narrow the list by a filter."""


def ticked(user: User, query: QueryDict) -> list[int]:
    """Return the keys from `?id=1&id=2`, or from `?all=people?f=…`, the address of a list.

    Errors: NothingChosen, TooManyChosen.
    """
    if query.get("all"):
        name, _, state = str(query["all"]).partition("?")
        spec = listed("lists")[name].spec if name in listed("lists") else None
        if spec is None:
            raise NothingChosen
        rows = spec.matching(user, ListState.read(QueryDict(state)))
        ids = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    else:
        texts = query.getlist("id")
        ids = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    if not ids:
        raise NothingChosen
    if len(ids) > MOST:
        raise TooManyChosen
    return ids


def chosen(user: User, query: QueryDict) -> list[int]:
    """Return the parties that are meant: the rows themselves, or with `?of=households` the members that the user sees.

    Errors: NothingChosen, TooManyChosen.
    """
    ids = ticked(user, query)
    if query.get("of") != "households":
        return ids
    seen = Party.objects.visible_to(user)
    members = seen.filter(
        person__membership__household__in=ids,
        person__membership__household__head__party__in=seen,
    )
    people = list(members.values_list("pk", flat=True)[: MOST + 1])
    if not people:
        raise NothingChosen
    if len(people) > MOST:
        raise TooManyChosen
    return people
