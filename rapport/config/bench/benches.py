"""The benches by name."""

from __future__ import annotations

from collections.abc import Callable

from rapport.config.bench import (
    browser,
    bulk,
    changes,
    endpoints,
    events,
    importing,
    lists,
    load,
    merging,
    pages,
    search,
)
from rapport.config.bench.figures import Figure

BENCHES: dict[str, Callable[[int], list[Figure]]] = {
    "api": endpoints.measure,
    "browser": browser.measure,
    "bulk": bulk.measure,
    "changes": changes.measure,
    "events": events.measure,
    "import": importing.measure,
    "lists": lists.measure,
    "load": load.measure,
    "merge": merging.measure,
    "pages": pages.measure,
    "search": search.measure,
}
