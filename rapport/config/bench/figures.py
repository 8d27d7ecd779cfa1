"""A measured figure, its baseline and its goal; and how a run of them is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """What a figure has to reach, as a ratio to its baseline or as a value; the reason stands beside it in code."""

    limit: float
    at_least: bool = False
    of_value: bool = False

    def is_met(self, value: float, ratio: float | None) -> bool:
        """Tell whether a figure reaches the goal."""
        number = value if self.of_value else ratio
        if number is None:
            return False
        return number >= self.limit if self.at_least else number <= self.limit

    def words(self, unit: str) -> str:
        """Return the goal as it is printed: `≤ 2.5 ×`, `≤ 100 ms`."""
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:g} {unit if self.of_value else '×'}"


@dataclass(frozen=True)
class Figure:
    """One measured value with its baseline from the same run."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Return the value as a multiple of its baseline."""
        return self.value / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Tell whether the goal is reached; None when there is none."""
        return self.goal.is_met(self.value, self.ratio) if self.goal else None

    def plain(self) -> dict[str, object]:
        """Return the figure as it stands in the JSON."""
        return {
            "name": self.name,
            "value": _short(self.value),
            "unit": self.unit,
            "baseline": _short(self.baseline),
            "ratio": _short(self.ratio),
            "goal": self.goal.words(self.unit) if self.goal else None,
            "met": self.met,
        }


def as_json(bench: str, size: int, figures: Sequence[Figure]) -> str:
    """Return one JSON object for a run."""
    return json.dumps(
        {"bench": bench, "size": size, "figures": [figure.plain() for figure in figures]},
        ensure_ascii=False,
    )


def as_table(bench: str, size: int, figures: Sequence[Figure]) -> str:
    """Return a run as a table for people."""
    head = ("figure", "value", "unit", "baseline", "ratio", "goal", "met")
    rows = [head, *([_cell(value) for value in figure.plain().values()] for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [f"bench {bench}, size {size:,}", ""]
    for row in rows:
        cells = [
            text.ljust(width) if column in {0, 2} else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
