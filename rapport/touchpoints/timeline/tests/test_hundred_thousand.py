"""A customer with 100,000 entries: a page reads one short range of the index, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from rapport.core.access.models import User
from rapport.customers.people.models import Person
from rapport.touchpoints.timeline.entries import Asked, Place
from rapport.touchpoints.timeline.queries import buttons, stream

pytestmark = pytest.mark.django_db
Interaction: Any = apps.get_model("touchpoints", "Interaction")
MANY = 100_000
FILL = """
INSERT INTO touchpoints_interaction (party_id, channel, direction, started_at, subject, body, reason, outcome,
  sentiment, next_step, resolution)
SELECT %s, (ARRAY['phone','email','wechat','letter'])[CASE WHEN n %% 5000 = 0 THEN 4 ELSE n %% 3 + 1 END], 'in',
  '2026-09-01'::timestamptz - n * interval '11 minutes', 'No. ' || n, '', '', '', '', '', ''
FROM generate_series(1, %s) n"""


@pytest.fixture
def busy(wang: Person) -> int:
    """王伟 with a long history."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [wang.pk, MANY])
        cursor.execute("ANALYZE touchpoints_interaction")
    return int(wang.pk)


def plan(rows: Any) -> dict[str, Any]:
    """Return what PostgreSQL did for a query: rows read by its scans, and the indexes used."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, params)
        tree = cursor.fetchone()[0][0]["Plan"]
    nodes, found = [tree], {"rows": 0, "indexes": set(), "kinds": set()}
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if "Scan" in node["Node Type"]:
            found["rows"] = max(
                found["rows"],
                node["Actual Rows"] + node.get("Rows Removed by Filter", 0),
            )
            found["indexes"].add(node.get("Index Name"))
            found["kinds"].add((node["Node Type"], node.get("Index Name")))
    return found


def deep(alice: User, busy: int) -> Place:
    """Return a place in the middle of the history."""
    row = Interaction.objects.get(party_id=busy, subject=f"No. {MANY // 2}")
    return Place(row.started_at, "contact", row.pk)


def test_a_page_costs_the_same_at_the_top_and_deep_down(alice: User, busy: int) -> None:
    rows = Interaction.objects.kept().filter(party_id=busy)
    for place in (None, deep(alice, busy)):
        asked = Asked(alice, busy, 31, place=place)
        done = plan(asked.cut(rows, "contact", "started_at"))
        assert done["indexes"] == {"interaction_timeline", "touchpoints_interaction_pkey"}
        assert done["rows"] <= 40


def test_a_channel_he_never_used_is_looked_for_in_the_index_alone(alice: User, busy: int) -> None:
    rows = Interaction.objects.kept().filter(party_id=busy, channel="visit")
    with connection.cursor() as cursor:  # here all rows are his, so all could be read as well
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    done = plan(Asked(alice, busy, 31, "visit").cut(rows, "contact", "started_at"))
    assert ("Index Only Scan", "interaction_timeline") in done["kinds"]


def test_the_whole_history_can_be_read_and_counted(alice: User, busy: int) -> None:
    found = buttons(alice, [busy])
    assert sum(button.count for button in found) == 10_000
    assert all(button.is_capped for button in found)
    first = stream(alice, busy)
    second = stream(alice, busy, after=first.next)
    assert [entry.id for entry in first.entries + second.entries] == list(
        Interaction.objects.filter(party_id=busy)
        .order_by("-started_at")
        .values_list("pk", flat=True)[: len(first.entries) * 2]
    )
