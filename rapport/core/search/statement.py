"""The SQL of a question: whole names, beginnings, hers and all others are looked up apart, so that the cap cuts none of the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapport.core.access.models import User
from rapport.core.search.asking import Question
from rapport.core.search.models import SearchEntry

CAP = 500  # records looked at before ranking; beyond that nobody reads on, she types another letter
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
    """Return the SQL: whole names, beginnings, hers and all others are looked up apart, so that the cap cuts none of the best.

    When names that say all words in one piece fill the answer, the words apart are not asked: they would rank below.
    """
    near: list[str] = []
    hers: list[str] = []
    wide: list[str] = []
    values: dict[str, Any] = {"match": asked.match, "own": f"'@{user.pk}'"}
    for number, sight in enumerate(sights):
        values |= {
            f"kinds{number}": sight.kinds,
            f"owners{number}": sight.owners,
            f"shared{number}": sight.shared,
        }
        owners = " | ".join(f"'@{owner}'" for owner in sight.owners)
        narrowed = f" & ({owners})" if owners else ""
        values |= {
            f"exact{number}": f"{asked.exact}{narrowed}",
            f"near{number}": f"({asked.near}){narrowed}",
            f"all{number}": f"({asked.match}){narrowed}",
        }
        guard = _guard(sight, number)
        near += [_select(f"%({name}{number})s", guard) for name in ("exact", "near")]
        wide.append(_select(f"%(all{number})s", guard))
        hers += [select.format(guard=guard) for select in (HER_OWN, HER_RECENT)]
        if sight.shared:
            shared = f"e.{sight.shared_column} = ANY(%(shared{number})s)"
            wide.append(_select("%(match)s", f"e.kind = ANY(%(kinds{number})s) AND {shared}"))
    selects = {"near": near, "hers": hers, "wide": wide}
    gate = "(SELECT count(*) FROM near) < %(limit)s" if asked.is_wide else "true"
    return RANK.format(gate=gate, **{k: UNION.join(v) for k, v in selects.items()}), values


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
HER_RECENT = f"""(SELECT e.id FROM core_recentrecord r JOIN {TABLE} e ON e.kind = r.kind AND e.object_id = r.object_id
    WHERE r.user_id = %(me)s AND e.tokens @@ %(match)s::tsquery AND {{guard}})"""
RANK = f"""
WITH near AS MATERIALIZED (
  {{near}}
), candidates AS (
  SELECT id FROM near UNION {{hers}} UNION SELECT id FROM (
  {{wide}}) wide WHERE {{gate}}
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
