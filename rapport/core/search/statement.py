"""The SQL of a question: whole names, beginnings, hers and all others are looked up apart, so that the cap cuts none of the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapport.core.access.models import User
from rapport.core.search.asking import Question
from rapport.core.search.models import SearchEntry

CAP = 500  # records looked at before ranking; beyond that nobody reads on, she types another letter
FEW = 3000  # records that digits or an address pick out, looked through one by one
HERS = 5000  # of her own records, those among which hers are looked for
TABLE = SearchEntry._meta.db_table
COLUMNS = (
    "e.id, e.kind, e.object_id, e.party_id, e.owner_id, e.title, e.subtitle, e.touched_at, e.tokens"
)


@dataclass
class Sight:
    """Kinds that the user sees by the same rule: all of them, or those of some owners and what is shared with her."""

    kinds: list[str]
    everything: bool
    owners: list[int] = field(default_factory=list)
    shared_column: str = "party_id"
    shared: list[int] = field(default_factory=list)


def statement(user: User, asked: Question, sights: list[Sight]) -> tuple[str, dict[str, Any]]:
    """Return the SQL of a question.

    What digits or an address pick out is looked through one by one, where it is little. Else, when names that say all
    words in one piece fill the answer, the words apart are not asked: they would rank below. Hers are looked up apart
    where the cap cut something off.
    """
    parts: dict[str, list[str]] = {"near": [], "wide": [], "recent": [], "own": []}
    values: dict[str, Any] = {"match": asked.match, "own": f"'@{user.pk}'", "sure": asked.sure}
    for number, sight in enumerate(sights):
        values |= _values(number, sight, asked)
        guard = _guard(sight, number)
        parts["near"] += [_select(f"%({name}{number})s", guard) for name in ("exact", "near")]
        parts["wide"].append(_select(f"%(all{number})s", guard))
        parts["recent"].append(HER_RECENT.format(guard=guard))
        parts["own"].append(HER_OWN.format(guard=guard))
        if asked.sure:
            parts["near"].append(AMONG_FEW.format(guard=guard))
        if sight.shared:
            guard = f"e.kind = ANY(%(kinds{number})s) AND e.{sight.shared_column} = ANY(%(shared{number})s)"
            parts["wide"].append(_select("%(match)s", guard))
            if asked.sure:
                parts["near"].append(AMONG_FEW.format(guard=guard))
    enough = "1" if asked.sure else "%(limit)s"
    gates = [f"(SELECT count(*) FROM near) < {enough}"] if asked.is_wide else []
    gates += [f"(SELECT count(*) FROM few) >= {FEW}"] if asked.sure else []
    selects = {name: UNION.join(some) for name, some in parts.items()}
    few = FIND_FEW if asked.sure else ""
    return RANK.format(few=few, gate=" AND ".join(gates) or "true", **selects), values


def _values(number: int, sight: Sight, asked: Question) -> dict[str, Any]:
    owners = " | ".join(f"'@{owner}'" for owner in sight.owners)
    narrowed = f" & ({owners})" if owners else ""
    return {
        f"kinds{number}": sight.kinds,
        f"owners{number}": sight.owners,
        f"shared{number}": sight.shared,
        f"exact{number}": f"{asked.exact}{narrowed}",
        f"near{number}": f"({asked.near}){narrowed}",
        f"all{number}": f"({asked.match}){narrowed}",
    }


def _guard(sight: Sight, number: int) -> str:
    guard = f"e.kind = ANY(%(kinds{number})s)"
    return guard if sight.everything else f"{guard} AND e.owner_id = ANY(%(owners{number})s)"


def _select(query: str, guard: str) -> str:
    return (
        f"(SELECT e.id FROM {TABLE} e WHERE e.tokens @@ {query}::tsquery AND {guard} LIMIT {CAP})"
    )


UNION = "\n  UNION "
HER_OWN = f"""(SELECT e.id FROM (SELECT * FROM {TABLE} WHERE tokens @@ %(own)s::tsquery LIMIT {HERS}) e
    WHERE e.tokens @@ %(match)s::tsquery AND {{guard}} LIMIT {CAP})"""
# OFFSET 0: the fifty are read one by one, never all that match intersected with them
HER_RECENT = f"""(SELECT e.id FROM (SELECT e.* FROM core_recentrecord r JOIN {TABLE} e ON e.kind = r.kind AND e.object_id = r.object_id
    WHERE r.user_id = %(me)s OFFSET 0) e WHERE e.tokens @@ %(match)s::tsquery AND {{guard}})"""
FIND_FEW = f"""few AS MATERIALIZED (
  SELECT {COLUMNS} FROM {TABLE} e WHERE e.tokens @@ %(sure)s::tsquery LIMIT {FEW}
), """
AMONG_FEW = (
    f"(SELECT e.id FROM few e WHERE e.tokens @@ %(match)s::tsquery AND {{guard}} LIMIT {CAP})"
)
RANK = f"""
WITH {{few}}near AS MATERIALIZED (
  {{near}}
), wide AS MATERIALIZED (
  SELECT id FROM (
  {{wide}}) apart WHERE {{gate}}
), candidates AS (
  SELECT id FROM near UNION SELECT id FROM wide UNION {{recent}} UNION SELECT id FROM (
  {{own}}) hers WHERE greatest((SELECT count(*) FROM near), (SELECT count(*) FROM wide)) >= {CAP}
), ranked AS (
  SELECT {COLUMNS}, r.id IS NOT NULL AS recent,
    CASE WHEN e.tokens @@ %(exact)s::tsquery THEN 0 WHEN e.tokens @@ %(begins)s::tsquery THEN 1 ELSE 2 END AS rank
  FROM candidates c JOIN {TABLE} e USING (id)
  LEFT JOIN core_recentrecord r
    ON r.user_id = %(me)s AND r.kind = e.kind AND r.object_id = e.object_id
), numbered AS (
  SELECT *, row_number() OVER (PARTITION BY kind ORDER BY {{order}}) AS place FROM ranked
)
SELECT kind, object_id, party_id, title, subtitle, touched_at, rank FROM numbered
WHERE place <= %(each)s ORDER BY {{order}} LIMIT %(limit)s""".replace(
    "{order}",
    "rank, recent DESC, (owner_id = %(me)s) DESC NULLS LAST, touched_at DESC NULLS LAST, object_id DESC",
)
