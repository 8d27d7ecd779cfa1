"""Filling the index anew: this process reads and writes, another one words the rows meanwhile, most of the work."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

from django.db import transaction

from rapport.core.search.actions import BATCH, refill, write_columns
from rapport.core.search.columns import Columns, worded
from rapport.core.search.kinds import Kind, kinds
from rapport.core.search.models import SearchEntry

MANY = 50_000  # records from which on another process is worth its start
AHEAD = 4  # batches that are worded while others are read and written

Word = Callable[[Sequence[Any]], Callable[[], Columns]]


def rebuild(kind: str, ids: Sequence[int] | None = None) -> int:
    """Fill the entries of these records (of all when none are named) anew; return how many stand.

    Called after COPY loads and restores. Entries of records that are gone or in the trash are removed.
    """
    found = kinds()[kind]
    if ids is None:
        return _rebuild_all(found)
    batches = [list(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
    return sum(refill(found, batch) for batch in batches)


@transaction.atomic
def _rebuild_all(kind: Kind) -> int:
    SearchEntry.objects.filter(kind=kind.name).delete()
    count = 0
    with _wording(kind) as word:
        waiting = deque[Callable[[], Columns]]()
        for ids in _all_ids(kind):
            if rows := kind.rows(ids):
                waiting.append(word(rows))
                count += len(rows)
            if len(waiting) > AHEAD:
                write_columns(waiting.popleft()())
        for ready in waiting:
            write_columns(ready())
    return count


@contextmanager
def _wording(kind: Kind) -> Iterator[Word]:
    """Offer a way to word rows: here when they are few, else in processes of their own, which see no database."""
    if kind.model_class._base_manager.count() < MANY:
        yield lambda rows: partial(worded, kind.entry, rows)
        return
    beside = max(1, (os.cpu_count() or 1) - 1)
    with ProcessPoolExecutor(min(beside, AHEAD), get_context("spawn")) as pool:
        yield lambda rows: pool.submit(worded, kind.entry, rows).result


def _all_ids(kind: Kind) -> Iterator[list[int]]:
    rows = kind.model_class._base_manager.order_by("pk").values_list("pk", flat=True)
    after = 0
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        yield batch
        after = batch[-1]
