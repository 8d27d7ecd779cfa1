"""The benches by name."""

from __future__ import annotations

from collections.abc import Callable

from rapport.config.bench import changes, load
from rapport.config.bench.figures import Figure

BENCHES: dict[str, Callable[[int], list[Figure]]] = {
    "changes": changes.measure,
    "load": load.measure,
}
