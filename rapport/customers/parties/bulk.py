"""What can be done with many people or companies at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.bulk.fields import editing
from rapport.core.bulk.verbs import Values, Verb, same
from rapport.core.customfields.queries import unfilled
from rapport.core.lists.spec import Rows
from rapport.core.pages.formats import number
from rapport.customers.parties.actions import (
    assign_parties,
    change_lifecycles,
    trash_parties,
)
from rapport.customers.parties.columns import COLUMNS
from rapport.customers.parties.forms import AssignForm
from rapport.customers.parties.models import Kind, Lifecycle, Party
from rapport.customers.parties.queries import everybody

IN_THE_TRASH = gettext_lazy("In the trash")
PARTIES = {"people": same, "organizations": same}
BY_NAME = {column.name: column for column in COLUMNS}


def members(rows: Rows, user: User) -> Rows:
    """Return the people who live in these households, as far as the user sees them and the head."""
    seen = Party.objects.visible_to(user).kept()
    heads = Q(person__membership__household__head__party__in=seen)
    return seen.filter(heads, person__membership__household__in=rows.values("pk"))


EVERYBODY = {**PARTIES, "households": members}


def _assign(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return assign_parties(ids, by=by, at=at, owner_id=values["owner"])


def _owner(values: Values) -> str:
    return dict(everybody()).get(values["owner"], "–")


def _change(ids: Sequence[int], value: Any, *, by: User, at: datetime) -> Sequence[int]:
    return change_lifecycles(ids, by=by, at=at, lifecycle=value)


def _unfilled(user: User, values: Values) -> dict[str, Q]:
    """Return which rows lack a field that this lifecycle demands."""
    stage = values["value"]
    words = {"stage": str(dict(Lifecycle.choices).get(stage, stage))}
    return {
        _("“%(name)s” is required for %(stage)s") % {**words, "name": name}: Q(kind=kind)
        & ~Q(lifecycle=stage)
        & empty
        for kind in Kind
        for name, empty in unfilled(user, kind, stage).items()
    }


def _trash(ids: Sequence[int], _values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return trash_parties(ids, by=by, at=at)


ASSIGN = Verb(
    name="assign",
    despite_restriction=True,
    label=gettext_lazy("Assign"),
    icon="user-share",
    right="customers.assign_party",
    model=Party,
    lists=EVERYBODY,
    title=lambda n: ngettext("Assign %(n)s record", "Assign %(n)s records", n) % {"n": number(n)},
    said=lambda n: (
        ngettext("%(n)s record assigned.", "%(n)s records assigned.", n) % {"n": number(n)}
    ),
    write=_assign,
    form=lambda user, data: AssignForm(data, initial={"owner": user.pk}),
    says=lambda values: _("%(field)s → %(value)s") % {"field": _("Owner"), "value": _owner(values)},
    already=lambda values: Q(owner=values["owner"]),
    column="owner",
    after=lambda _before, values: _owner(values),
    gone=IN_THE_TRASH,
    page="parties:open",
)
TRASH = Verb(
    name="trash",
    despite_restriction=True,
    label=gettext_lazy("Trash"),
    icon="trash",
    right="customers.trash_party",
    model=Party,
    lists=PARTIES,
    title=lambda _n: _("Move to the trash"),
    said=lambda n: (
        ngettext("%(n)s record is in the trash.", "%(n)s records are in the trash.", n)
        % {"n": number(n)}
    ),
    write=_trash,
    says=lambda _values: _("Move to the trash"),
    gone=IN_THE_TRASH,
    page="parties:open",
    is_bad=True,
    question=lambda n: (
        ngettext(
            "Move %(n)s record to the trash? It stays there for 30 days.",
            "Move %(n)s records to the trash? They stay there for 30 days.",
            n,
        )
        % {"n": number(n)}
    ),
)
LIFECYCLE = replace(
    editing(
        BY_NAME["lifecycle"],
        model=Party,
        lists=list(PARTIES),
        change=_change,
        page="parties:open",
        is_required=True,
    ),
    blocked=_unfilled,
)
