"""Who looks the same as one record: found by its numbers, addresses and name, then weighed by what was learned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet

from rapport.core.access.models import User
from rapport.core.customfields.entities import target_of
from rapport.core.errors import Conflict
from rapport.core.search.asking import lexeme, question, quoted
from rapport.core.search.models import SearchEntry
from rapport.core.search.tokens import EXACT
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.duplicates.columns import NONE, Floats, Records
from rapport.customers.duplicates.engine import USUAL, Found, weigh
from rapport.customers.duplicates.learning import Weights
from rapport.customers.duplicates.models import Kind, MatchRun, State
from rapport.customers.duplicates.reading import Draft, read
from rapport.customers.duplicates.reasons import Reason, noted, reasons
from rapport.customers.duplicates.subjects import SUBJECTS

LIKELY = 0.5  # from here on two records count as the same until somebody says otherwise
MOST = 60  # records that are looked at for one reason
SHOWN = 5
CHANNELS = {"phone": "phone", "email": "email", "wechat": "wechat"}
NAMED = {"family", "given", "name"}


@dataclass(frozen=True)
class Near:
    """A record that may be the same: its key and name, how likely, and why."""

    id: int
    kind: str
    name: str
    probability: float
    reasons: list[Reason]

    @property
    def why(self) -> list[str]:
        """Return what speaks for it, in words."""
        return [reason.text for reason in self.reasons if reason.is_for]


class LooksTheSame(Conflict):
    """This looks the same as a record that is here already. Open it, or add this one all the same."""

    def __init__(self, candidates: list[Near]) -> None:
        self.candidates = candidates
        super().__init__()

    @property
    def more(self) -> dict[str, object]:
        """Return the records that look the same, for a program."""
        return {
            "candidates": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "name": one.name,
                    "probability": round(one.probability, 3),
                    "reasons": one.why,
                }
                for one in self.candidates
            ]
        }


@dataclass(frozen=True)
class Learned:
    """What the last search learned of a kind: weights, and how frequent values are."""

    weights: Weights
    rarity: dict[str, dict[str, float]]

    def shares(self, kind: str, records: Records) -> dict[str, Floats]:
        """Return the share of each value of the columns whose rare values say more; what was not kept is rare."""
        names = {field.rare for field in SUBJECTS[kind].fields if field.rare}
        return {
            name: np.array([self.rarity[name].get(value, 0.0) for value in records[name].values])
            for name in names
            if name in self.rarity
        }


def learned(kind: str) -> Learned:
    """Return what the last search learned, or what is taken for likely before the first one. One query."""
    runs = MatchRun.objects.filter(kind=kind, state=State.DONE).exclude(weights={}).order_by("-id")
    last = runs.values_list("weights", "rarity").first()
    if last is None:
        return Learned(Weights.assumed(SUBJECTS[kind].fields, USUAL), {})
    return Learned(Weights.read(last[0]), last[1])


def refuse_duplicates(user: User, draft: Draft) -> None:
    """Refuse a new record that looks the same as one that the user may see. Errors: LooksTheSame."""
    found = [one for one in near(user, draft) if one.probability >= LIKELY]
    if found:
        raise LooksTheSame(found)


def near(user: User, draft: Draft) -> list[Near]:
    """Return the records the user may see that look the same as a draft, or share a number or the name with it; likeliest first."""
    alone = read(draft.kind, (), draft)
    names = _candidates(user, draft.kind, alone, 0, draft.names)
    if not names:
        return []
    records = read(draft.kind, sorted(names), draft)
    found = _weighed(draft.kind, records, 0, learned(draft.kind))
    kept = [
        _near(draft.kind, names, records, found, place)
        for place in np.argsort(-found.probability, kind="stable").tolist()
        if _is_worth_a_hint(draft.kind, found, place)
    ]
    return kept[:SHOWN]


def pairs_with(
    user: User, kind: str, ids: Collection[int], model: Learned
) -> list[tuple[int, int, float, dict[str, Any]]]:
    """Return for records that changed what may be the same: both keys in order, how likely, and the reasons to keep."""
    mine = read(kind, ids)
    pairs = {}
    for place, pk in enumerate(mine.ids.tolist()):
        others = {one: "" for one in _candidates(user, kind, mine, place, ()) if one != pk}
        if not others:
            continue
        records = read(kind, sorted({pk, *others}))
        at = int(np.searchsorted(records.ids, pk))
        found = _weighed(kind, records, at, model)
        for one in np.flatnonzero(found.probability > 0).tolist():
            both = sorted((pk, int(records.ids[found.second[one]])))
            note = noted(
                SUBJECTS[kind].fields,
                found.levels[one],
                found.bits[one],
                turned=bool(found.turned[one]),
            )
            pairs[both[0], both[1]] = (float(found.probability[one]), note)
    return [(*both, *what) for both, what in pairs.items()]


def seen_by(user: User, kind: str) -> Any:
    """Return the kept records of a kind that a user may see."""
    rows = target_of(kind).visible_to(user)
    way = "head__party__" if kind == Kind.HOUSEHOLD else ""
    return rows.filter(**{f"{way}trashed_at": None, f"{way}merged_into": None})


def _candidates(
    user: User, kind: str, records: Records, place: int, typed: Collection[str]
) -> dict[int, str]:
    """Return the records the user may see that share something telling with one: key and name. At most three queries."""
    seen = seen_by(user, kind).values_list("pk", target_of(kind).named)
    found: dict[int, str] = {}
    values = [
        v.partition("#")[0]
        for name in CHANNELS
        if name in records.columns
        for v in _values(records, name, place)
    ]
    if kind == Kind.ORGANIZATION:
        if domains := _values(records, "domain", place):
            found |= dict(seen.filter(organization__domains__overlap=domains)[:MOST])
            values += [f"https://{www}{one}" for one in domains for www in ("", "www.")]
        if numbers := _values(records, "number", place):
            found |= dict(
                seen.filter(organization__tax_id__in=[*numbers, *map(str.upper, numbers)])[:MOST]
            )
    if values and kind != Kind.HOUSEHOLD:
        points = ContactPoint.objects.kept().filter(normalized__in=values)
        found |= dict(seen.filter(pk__in=points.values("party_id"))[:MOST])
    if asked := _name_query(kind, records, place, typed):
        named = seen.filter(pk__in=_entries(kind, asked))
        same = dict(named[:MOST])
        cities = _values(records, "city", place)
        if len(same) == MOST and cities:  # of thousands of namesakes those of the same town
            towns = " | ".join(quoted(one) for one in cities)
            same |= dict(seen.filter(pk__in=_entries(kind, f"({asked}) & ({towns})"))[:MOST])
        found |= same
    return found


def _entries(kind: str, query: str) -> QuerySet[SearchEntry, Any]:
    entries = SearchEntry.objects.filter(kind=kind)
    return entries.extra(where=["tokens @@ %s::tsquery"], params=[query]).values("object_id")


def _name_query(kind: str, records: Records, place: int, typed: Collection[str]) -> str:
    if kind == Kind.PERSON:
        both = [*_values(records, "family_sound", place), *_values(records, "given_sound", place)]
        if len(both) < 2:
            return ""
        return " | ".join(quoted(EXACT + "".join(order)) for order in (both, both[::-1]))
    names = [*_values(records, "name", place), *_values(records, "sound", place)]
    asked = [lexeme(EXACT + name) for name in names if len(name) > 1]
    asked += [
        f"({q.match})" for name in (*names, *typed) if len(name) > 1 and (q := question(name))
    ]
    return " | ".join(dict.fromkeys(asked))


def _values(records: Records, name: str, place: int) -> list[str]:
    column = records[name]
    return [column.values[code] for code in column.codes[place].tolist() if code != NONE]


def _weighed(kind: str, records: Records, place: int, model: Learned) -> Found:
    others = np.array([one for one in range(len(records)) if one != place], dtype=np.int64)
    mine = np.full(len(others), place, dtype=np.int64)
    return weigh(SUBJECTS[kind], records, model.weights, model.shares(kind, records), mine, others)


def _is_worth_a_hint(kind: str, found: Found, place: int) -> bool:
    """Tell whether a person would want to look: it is likely, the name sounds the same, or a number is shared."""
    if found.probability[place] >= LIKELY:
        return True
    level = dict(
        zip((f.name for f in SUBJECTS[kind].fields), found.levels[place].tolist(), strict=True)
    )
    tops = {field.name: field.levels - 1 for field in SUBJECTS[kind].fields}
    shares = any(
        level.get(name) == tops[name] for name in (*CHANNELS, "number", "domain") if name in tops
    )
    named = [level[name] >= 2 for name in NAMED & set(level)]
    return shares or all(named)


def _near(kind: str, names: dict[int, str], records: Records, found: Found, place: int) -> Near:
    pk = int(records.ids[found.second[place]])
    note = noted(
        SUBJECTS[kind].fields,
        found.levels[place],
        found.bits[place],
        turned=bool(found.turned[place]),
    )
    return Near(pk, kind, names[pk], float(found.probability[place]), reasons(note))
