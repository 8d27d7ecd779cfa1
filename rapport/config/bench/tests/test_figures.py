"""A figure says what was measured, against what, and whether that is good enough."""

from __future__ import annotations

import json

import pytest

from rapport.config.bench.figures import Figure, Goal, as_json, as_table
from rapport.config.bench.timing import alternating, percentile


def test_the_json_is_one_object_with_the_promised_keys() -> None:
    run = json.loads(as_json("changes", 10, [Figure("bulk", 1.2, "s", 1.0, Goal(1.25))]))
    assert (run["bench"], run["size"]) == ("changes", 10)
    assert run["figures"] == [
        {
            "name": "bulk",
            "value": 1.2,
            "unit": "s",
            "baseline": 1.0,
            "ratio": 1.2,
            "goal": "≤ 1.25 ×",
            "met": True,
        }
    ]


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("too slow", 2.0, "s", 1.0, Goal(1.5)), False),
        (Figure("fast enough", 1.5, "s", 1.0, Goal(1.5)), True),
        (Figure("rate", 0.5, "rows/s", 1.0, Goal(0.4, at_least=True)), True),
        (Figure("rate", 0.3, "rows/s", 1.0, Goal(0.4, at_least=True)), False),
        (Figure("latency", 99.0, "ms", None, Goal(100, of_value=True)), True),
        (Figure("latency", 101.0, "ms", None, Goal(100, of_value=True)), False),
        (Figure("no baseline", 1.0, "s", None, Goal(1.5)), False),
        (Figure("for information", 1.0, "s"), None),
    ],
)
def test_a_goal_is_met_or_not(figure: Figure, met) -> None:
    assert figure.met is met


def test_the_table_names_what_missed_its_goal() -> None:
    table = as_table("changes", 1000, [Figure("bulk", 2.0, "s", 1.0, Goal(1.25))])
    assert table.splitlines()[0] == "bench changes, size 1,000"
    assert table.splitlines()[-1].split() == ["bulk", "2", "s", "1", "2", "≤", "1.25", "×", "NO"]


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile([1, 2], 0.95) == 2


def test_two_measurements_take_turns_in_both_orders() -> None:
    order: list[str] = []

    def work(name: str, time: float) -> float:
        order.append(name)
        return time

    assert alternating(lambda: work("a", 1.0), lambda: work("b", 2.0), 2) == (1.0, 2.0)
    assert order == ["a", "b", "b", "a"]
