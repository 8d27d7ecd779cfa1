"""Stop-watches."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes by the wall."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternating(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Run two measurements in turn and return their medians, so that a noisy machine disturbs both alike."""
    pairs = [
        (first(), second()) if turn % 2 == 0 else (second(), first())[::-1]
        for turn in range(rounds)
    ]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of all values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
