"""The other side of relations: which records refer to one, and which ones there are to refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.customfields.entities import Entity, Target, entities, target_of, targets
from rapport.core.customfields.models import CustomField
from rapport.core.customfields.queries import fields_for
from rapport.core.errors import Missing
from rapport.core.lists.filters import Filter, Filters
from rapport.core.lists.spec import count_up_to
from rapport.core.lists.state import ListState
from rapport.core.pages.formats import number, series
from rapport.core.search.kinds import kinds
from rapport.core.search.queries import search

OFFERED = 8
NAMED = 3
COUNTED = 1_000


@dataclass(frozen=True)
class Referring:
    """A field by which records refer to one: what it is called there, how many do, the first of them, the way to all."""

    name: str
    count: str
    names: str
    href: str


def picked(user: User, target: Target, words: str) -> list[tuple[int, str]]:
    """Return the first records that match some words, by key and name, as far as the user may see them."""
    if target.name in kinds():
        found = search(user, words, only=[target.name], limit=OFFERED)
        return [(one.object_id, one.title) for one in found]
    rows = target.visible_to(user).filter(**{f"{target.named}__icontains": words})
    return list(rows.order_by("-pk").values_list("pk", target.named)[:OFFERED])


def named(user: User, target: Target, name: str) -> list[int]:
    """Return the keys of those that are called so, two at most, by the index of search where it knows them."""
    if target.name in kinds():
        found = search(user, name, only=[target.name], limit=OFFERED * 2)
        return [one.object_id for one in found if one.title.casefold() == name.casefold()][:2]
    rows = target.visible_to(user).filter(**{f"{target.named}__iexact": name})
    return list(rows.values_list("pk", flat=True)[:2])


def referring_to(user: User, kind: str, row_id: int) -> list[Referring]:
    """Return by which fields other records refer to this one, named by its kind or its table. Errors: Missing.

    Three queries for each field that does.
    """
    known = [one for one in targets().values() if kind in {one.name, one.table._meta.model_name}]
    kinds = {one.name for one in known if one.visible_to(user).filter(pk=row_id).exists()}
    if not kinds:
        raise Missing
    found = []
    for entity in entities().values():
        for held in fields_for(user, entity.name).values():
            if held.field.refers in kinds and (one := _referring(user, entity, held.field, row_id)):
                found.append(one)
    return found


def _referring(user: User, entity: Entity, field: CustomField, row_id: int) -> Referring | None:
    value = [row_id] if field.is_several else row_id
    rows: Any = listed("lists")[target_of(entity.name).found_in].spec.rows(user)
    rows = rows.filter(custom__contains={field.key: value}).order_by()
    names = list(rows.values_list(entity.named, flat=True)[:NAMED])
    if not names:
        return None
    count = len(names) if len(names) < NAMED else count_up_to(rows, COUNTED)
    n = number(count) if count <= COUNTED else f"{number(COUNTED)}+"
    told = (
        ngettext("%(n)s person", "%(n)s people", count)
        if entity.name == "person"
        else ngettext("%(n)s company", "%(n)s companies", count)
    )
    page = listed("lists")[target_of(entity.name).found_in]
    chip = Filters(((Filter(field.column, "is", str(row_id)),),))
    more = "…" if count > len(names) else ""
    return Referring(
        field.back_name,
        told % {"n": n},
        series(names) + more,
        page.address + ListState(filters=chip).query(),
    )
