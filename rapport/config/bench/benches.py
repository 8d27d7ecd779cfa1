"""The benches by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapport.config.bench import changes
from rapport.config.bench.figures import Figure


@dataclass(frozen=True)
class Bench:
    """A bench: what measures it."""

    measure: Callable[[int], list[Figure]]


BENCHES = {
    "changes": Bench(changes.measure),
}
