"""What the page that merges asks and shows: records side by side, what differs first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.pages.formats import date, series
from rapport.core.references.finding import references
from rapport.customers.merges.fields import ALL, Choice, choices_of, is_filled
from rapport.customers.merges.queries import parties_of
from rapport.customers.parties.models import Lifecycle, Party

PICK = "pick_"
LIFECYCLES = [Lifecycle.CUSTOMER, Lifecycle.FORMER, Lifecycle.PROSPECT]


@dataclass(frozen=True)
class Asked:
    """What the form says: the records, the one that stays, whose values, and as of which version they were looked at."""

    ids: list[int]
    stays: int
    picked: dict[str, str]
    versions: dict[int, int]

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        """Read `?ids=1&ids=2&stays=1&pick_name=2`; commas between ids do too. Errors: Missing for what is no id."""
        texts = ",".join(query.getlist("ids")).split(",")
        ids = list(dict.fromkeys(_number(text) for text in texts if text.strip()))
        stays = _number(str(query["stays"])) if query.get("stays") else 0
        picked = {k.removeprefix(PICK): str(v) for k, v in query.items() if k.startswith(PICK)}
        versions = {
            _number(k.removeprefix("version_")): _number(str(v))
            for k, v in query.items()
            if k.startswith("version_")
        }
        return cls(ids, stays if stays in ids else 0, picked, versions)


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Missing
    return int(text)


def best(parties: Sequence[Party]) -> Party:
    """Return the record that should stay: a customer before others, the one of which most is known, the oldest."""

    def rank(party: Party) -> tuple[int, int, int]:
        part = party.person if party.is_person else party.organization
        known = sum(is_filled(value) for value in [*vars(part).values(), *party.custom.values()])
        return LIFECYCLES.index(Lifecycle(party.lifecycle)), -known, party.pk

    return min(parties, key=rank)


def compared(user: User, asked: Asked) -> dict[str, Any]:
    """Return what the page shows of the records. Errors: Missing."""
    parties = parties_of(user, asked.ids)
    kinds = {party.kind for party in parties}
    found: dict[str, Any] = {
        "parties": parties,
        "kind": parties[0].kind if parties else "",
        "versions": {party.pk: party.version for party in parties},
        "heads": [_head(party) for party in parties],
        "stays": 0,
        "rows": [],
        "same": [],
        "counts": [],
    }
    if len(parties) < 2 or len(kinds) > 1:
        return found
    stays = next((one for one in parties if one.pk == asked.stays), None) or best(parties)
    ordered = [stays, *(one for one in parties if one is not stays)]
    choices = choices_of(user, ordered)
    shown = [one for one in choices if one.is_open and one.is_known]
    found |= {
        "stays": stays.pk,
        "rows": [_row(one, asked.ids, asked.picked) for one in shown if one.differs],
        "same": [(one.label, _said(one)) for one in shown if not one.differs],
        "counts": counted(user, asked.ids),
    }
    return found


def _head(party: Party) -> dict[str, Any]:
    return {
        "id": party.pk,
        "name": party.display_name,
        "href": reverse("parties:open", args=[party.pk]),
        "line": _("added %(day)s") % {"day": date(party.created_at, year=True)},
    }


def _row(one: Choice, ids: Sequence[int], picked: Mapping[str, str]) -> tuple[Any, ...]:
    asked = picked.get(one.name, "")
    taken: int | str = one.taken
    if asked.isdecimal() and int(asked) in one.values:
        taken = int(asked)
    elif asked == ALL and one.joins:
        taken = ALL
    cells = [(pk, one.shown[pk]) for pk in ids]
    joined = ""
    if one.joins:
        joined = series(dict.fromkeys(text for _pk, text in cells if text))
    return one.name, one.label, cells, taken, joined


def _said(one: Choice) -> str:
    return one.shown[int(one.taken)] if one.taken != ALL else next(filter(None, one.shown.values()))


def counted(user: User, ids: Sequence[int]) -> list[tuple[Any, list[int]]]:
    """Return by kind of row how many each record has, as far as the user may see them; one query for each place."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for reference in references(Party):
        model: Any = reference.model
        if not reference.is_business or not getattr(model, "follows_merges", True):
            continue
        rows = reference.rows(ids)
        if hasattr(model, "access"):
            seen = model._default_manager.all().visible_to(user)
            rows = rows.filter(pk__in=seen.values("pk"))
        for pk, count in rows.order_by().values_list(reference.field.attname).annotate(Count("pk")):
            found[reference.table][pk] += count
    words = listed("words")["kinds"]
    return [(words[table], [found[table][pk] for pk in ids]) for table in words if table in found]
