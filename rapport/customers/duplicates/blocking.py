"""Which pairs are worth comparing: those with a key in common, as long as not too many share it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapport.customers.duplicates.columns import NONE, Column, Ints, Records

LARGEST = 50  # records that may share a key; what more of them share says nothing
MOST_PAIRS = 4_000_000  # of one key; a key that yields more is asked in smaller groups


@dataclass(frozen=True)
class Block:
    """A key: records that agree in all these columns are compared."""

    columns: tuple[str, ...]


def pairs_of(records: Records, block: Block, largest: int = LARGEST) -> Ints:
    """Return the pairs of one block, each as a single number `first * count + second`, sorted, once each."""
    rows, keys = _keys(records, block)
    while True:
        found = _within(rows, keys, len(records), largest)
        if len(found) <= MOST_PAIRS or largest <= 5:
            return found
        largest //= 2


def apart(pairs: Ints, count: int) -> tuple[Ints, Ints]:
    """Return both records of each pair."""
    first, second = np.divmod(pairs, count)
    return first, second


def _keys(records: Records, block: Block) -> tuple[Ints, Ints]:
    """Return each record that has the key with the key's number; several times when it has several values."""
    rows, keys = _expanded(records[block.columns[0]])
    for name in block.columns[1:]:
        column = records[name]
        parts = [
            (rows[has], keys[has] * len(column.values) + column.codes[rows[has], place])
            for place in range(column.codes.shape[1])
            for has in [column.codes[rows, place] != NONE]
            if has.any()
        ]
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        rows = np.concatenate([part[0] for part in parts])
        _values, keys = np.unique(np.concatenate([part[1] for part in parts]), return_inverse=True)
    return rows, keys


def _expanded(column: Column) -> tuple[Ints, Ints]:
    rows, places = np.nonzero(column.codes != NONE)
    return rows, column.codes[rows, places].astype(np.int64)


def _within(rows: Ints, keys: Ints, count: int, largest: int) -> Ints:
    """Return all pairs of records that share a key, group by group of equal size, so that no loop goes over records."""
    order = np.lexsort((rows, keys))
    rows, keys = rows[order], keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else keys
    sizes = np.diff(np.r_[starts, len(keys)])
    found = [
        first * count + second
        for size in range(2, largest + 1)
        for first, second in _of_size(rows, starts[sizes == size], size)
    ]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def _of_size(rows: Ints, starts: Ints, size: int) -> Iterator[tuple[Ints, Ints]]:
    if not len(starts):
        return
    groups = rows[starts[:, None] + np.arange(size)]
    for one in range(size):
        for other in range(one + 1, size):
            first, second = groups[:, one], groups[:, other]
            differ = first != second
            yield (
                np.minimum(first, second)[differ],
                np.maximum(first, second)[differ],
            )
