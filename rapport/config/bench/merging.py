"""What merging three customers with all that is theirs costs, and undoing it, beside the plain statements that move the same rows."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.timing import seconds
from rapport.core.access.models import Grant, Role, User
from rapport.core.access.setup import ensure_shipped
from rapport.core.references.finding import references
from rapport.customers.merges.actions import merge_parties, undo_merge
from rapport.customers.merges.models import Merge
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

# Who presses the button waits for the page that comes next.
AT_ONCE = Goal(1.0, of_value=True)
ROUNDS = 3
PARTIES = 3
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)
# What a busy customer has of each, in hundredths of all his rows; every tenth number and tag is the same for all.
SHARES = {
    "interaction": 40,
    "task": 15,
    "note": 15,
    "order": 15,
    "point": 5,
    "tag": 5,
    "relation": 5,
}
WRITE = {
    "interaction": """INSERT INTO touchpoints_interaction (party_id, staff_id, channel, direction, started_at, subject,
  body, reason, outcome, sentiment, next_step, resolution)
SELECT %(party)s, %(user)s, 'phone', 'out', %(at)s - n * interval '1 hour', 'Call', '', '', '', '', '', ''
FROM generate_series(1, %(n)s) n""",
    "task": """INSERT INTO touchpoints_task (title, details, party_id, assignee_id, made_by_id, priority)
SELECT 'Call', '', %(party)s, %(user)s, %(user)s, 2 FROM generate_series(1, %(n)s) n""",
    "note": """INSERT INTO customers_note (party_id, author_id, body, written_at)
SELECT %(party)s, %(user)s, 'Note ' || n, %(at)s FROM generate_series(1, %(n)s) n""",
    "order": """INSERT INTO sales_order (number, kind, party_id, owner_id, source, ordered_at, currency, net_total, tax_total,
  total, paid_total, rate, base_total, commercial, fulfilment, billing, note)
SELECT 'B' || %(party)s || '-' || n, 'sale', %(party)s, %(user)s, 'staff', %(at)s, 'CNY', 0, 0, 0, 0, 1, 0, 'placed',
  'open', 'paid', '' FROM generate_series(1, %(n)s) n""",
    "point": """INSERT INTO customers_contactpoint (party_id, channel, raw, normalized, extension, label, street, postcode,
  city, region, country, is_primary)
SELECT %(party)s, 'email', v, v, '', '', '', '', '', '', '', n = 1
FROM (SELECT n, CASE WHEN n %% 10 = 0 THEN 'same' ELSE 'p' || %(party)s END || n || '@bench.example' AS v
  FROM generate_series(1, %(n)s) n) AS made""",
    "tag": """WITH made AS (INSERT INTO customers_tag (name)
  SELECT CASE WHEN n %% 10 = 0 THEN 'Same ' ELSE 'Bench ' || %(party)s || ' ' END || n FROM generate_series(1, %(n)s) n
  ON CONFLICT (lower(name)) DO UPDATE SET name = excluded.name RETURNING id)
INSERT INTO customers_partytag (party_id, tag_id) SELECT %(party)s, id FROM made""",
    "relation": """INSERT INTO customers_relation (from_party_id, to_party_id, kind)
SELECT %(party)s, id, 'referrer' FROM customers_party WHERE kind = 'organization' AND id <> %(party)s ORDER BY id LIMIT %(n)s""",
}


def measure(size: int) -> list[Figure]:
    """Merge customers with `size` rows each and undo it, a few times."""
    user = _user()
    ids = [_customer(user, size, number) for number in range(PARTIES)]
    merging: list[float] = []
    undoing: list[float] = []
    moving: list[float] = []
    for _round in range(ROUNDS):
        moving.append(_plain(ids))
        merging.append(seconds(lambda: merge_parties(ids[0], ids[1:], by=user, at=AT)))
        merge = Merge.objects.latest("pk")
        undoing.append(seconds(partial(undo_merge, merge.pk, by=user, at=AT)))
    plain = statistics.median(moving)
    return [
        Figure("rows moved", float(sum(merge.moved.values())), "rows"),
        Figure("rows that became one", float(sum(merge.folded.values())), "rows"),
        Figure("merge", statistics.median(merging), "s", plain, AT_ONCE),
        Figure("undo", statistics.median(undoing), "s", plain, AT_ONCE),
    ]


def _user() -> User:
    ensure_shipped()
    user, _new = User.objects.get_or_create(email="bench@bench.example", defaults={"name": "Bench"})
    Grant.objects.get_or_create(user=user, role=Role.objects.get(key="administrator"))
    return user


def _customer(user: User, size: int, number: int) -> int:
    """Add a customer with so many rows in all."""
    party: int = create_person(by=user, at=AT, family="Bench", given=f"No {number}").pk
    for index in range(size * SHARES["relation"] // 100 if number == 0 else 0):
        Party.objects.create(
            kind="organization", display_name=f"Bench {index}", sort_key="bench", owner=user
        )
    with connection.cursor() as cursor:
        for name, share in SHARES.items():
            values: dict[str, Any] = {
                "party": party,
                "user": user.pk,
                "at": AT,
                "n": size * share // 100,
            }
            cursor.execute(WRITE[name], values)
    return party


def _plain(ids: list[int]) -> float:
    """Return how long the same rows take by one plain statement for each place, without what collides; nothing stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger runs

        def run() -> None:
            for one in references(Party):
                if one.is_business and not one.kinds and one.table not in COLLIDE:
                    cursor.execute(
                        f'UPDATE {one.table} SET "{one.column}" = %s WHERE "{one.column}" = ANY(%s)',
                        [ids[0], ids[1:]],
                    )

        took = seconds(run)
        transaction.set_rollback(True)
    return took


COLLIDE = {"customers_contactpoint", "customers_partytag", "customers_relation", "customers_party"}
