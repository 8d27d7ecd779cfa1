"""Searching all records of a kind: read, learn, compare, write; what changed since is looked at by itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection

from rapport.core.access.models import User
from rapport.customers.duplicates.actions import Kept, end_run, keep_candidates, note_progress
from rapport.customers.duplicates.columns import Records
from rapport.customers.duplicates.engine import LEAST, Searched, rarity_of, search
from rapport.customers.duplicates.models import Kind, MatchRun, State, Step
from rapport.customers.duplicates.near import learned, pairs_with
from rapport.customers.duplicates.reading import read
from rapport.customers.duplicates.reasons import noted
from rapport.customers.duplicates.subjects import SUBJECTS

Clock = Callable[[], datetime]
OFTEN = 0.0002  # share of the records from which on a value counts as frequent and is kept with the model
OVERLAP = timedelta(minutes=15)  # what was being written while the last search began
MANY = 2_000  # changed records from which on a whole search is quicker
EVERY = 1.0  # seconds between two notes of progress

WRITTEN = "SELECT row_id FROM core_change WHERE at >= %(since)s AND table_name = '{table}'"
# For each kind, where a change of it is written: table, and how its rows lead to the record.
SOURCES: dict[str, dict[str, str]] = {
    Kind.PERSON: {
        "customers_party": "SELECT id FROM customers_party WHERE kind = 'person' AND id",
        "customers_person": "SELECT party_id FROM customers_person WHERE party_id",
        "customers_contactpoint": "SELECT c.party_id FROM customers_contactpoint c JOIN customers_person h USING (party_id) WHERE c.id",
        "customers_affiliation": "SELECT person_id FROM customers_affiliation WHERE id",
    },
    Kind.ORGANIZATION: {
        "customers_party": "SELECT id FROM customers_party WHERE kind = 'organization' AND id",
        "customers_organization": "SELECT party_id FROM customers_organization WHERE party_id",
        "customers_contactpoint": "SELECT c.party_id FROM customers_contactpoint c JOIN customers_organization o USING (party_id) WHERE c.id",
    },
    Kind.HOUSEHOLD: {
        "customers_household": "SELECT id FROM customers_household WHERE id",
        "customers_member": "SELECT household_id FROM customers_member WHERE id",
    },
}


def search_all(run: MatchRun, *, by: User, clock: Clock) -> None:
    """Search all records of a kind. May run twice: what was found is written anew."""
    began, told = clock(), _Told(run)
    told(Step.READING, 0, 0)
    records = read(run.kind)
    searched = search(SUBJECTS[run.kind], records, progress=told)
    told(Step.WRITING, 0, 0)
    keep_candidates(run.kind, _rows(run.kind, records, searched), by=by, at=clock())
    end_run(
        run.pk,
        by=by,
        at=clock(),
        state=State.DONE,
        records=len(records),
        compared=searched.compared,
        found=len(searched.found),
        weights=searched.weights.plain(),
        rarity=frequent(run.kind, records),
        searched_until=began,
    )


def search_changed(kind: str, ids: list[int], *, by: User, at: datetime) -> None:
    """Look again at records that changed, by what the last search learned."""
    found = pairs_with(by, kind, ids, learned(kind))
    likely = ((*one[:3], json.dumps(one[3])) for one in found if one[2] >= LEAST)
    keep_candidates(kind, likely, by=by, at=at, among=ids)


def changed(kind: str, since: datetime) -> list[int]:
    """Return the records of a kind that changed since; no more than make a whole search quicker."""
    parts = [f"{way} IN ({WRITTEN.format(table=table)})" for table, way in SOURCES[kind].items()]
    statement = f"SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)}) found LIMIT {MANY + 1}"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since - OVERLAP})
        return [pk for (pk,) in cursor.fetchall()]


def frequent(kind: str, records: Records) -> dict[str, dict[str, float]]:
    """Return the shares of frequent values, by column."""
    found: dict[str, dict[str, float]] = {}
    least = max(OFTEN, 2 / max(len(records), 1))
    for name, shares in rarity_of(SUBJECTS[kind], records).items():
        values = records[name].values
        places = (shares >= least).nonzero()[0].tolist()
        found[name] = {values[place]: round(float(shares[place]), 6) for place in places}
    return found


def _rows(kind: str, records: Records, searched: Searched) -> Iterator[Kept]:
    found, fields, ids = searched.found, SUBJECTS[kind].fields, records.ids
    for place in range(len(found)):
        turned = bool(found.turned[place])
        note = noted(fields, found.levels[place], found.bits[place], turned=turned)
        first, second = int(ids[found.first[place]]), int(ids[found.second[place]])
        yield first, second, float(found.probability[place]), json.dumps(note)


class _Told:
    """Notes how far a search is, once a second at most."""

    def __init__(self, run: MatchRun) -> None:
        self.run, self.last = run, 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last >= EVERY or self.run.step != step:
            self.last, self.run.step = now, step
            note_progress(self.run.pk, step=step, done=done, total=total)
