"""How alike two records are in each field: a level from 0 (different) upwards, -1 where one of them says nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from rapport.customers.duplicates.columns import (
    NONE,
    Codes,
    Column,
    Flags,
    Floats,
    Ints,
    Levels,
    Records,
)

ALIKE = 0.88  # Jaro-Winkler: Catherine and Catharine
NEIGHBOURS = 2  # digits at the end of a number
SHORTEST = 4  # letters of a name that may be misspelt


@dataclass
class Compared:
    """What a comparison found: the level of each pair, the value both have where its rarity counts, and turned names."""

    levels: Levels
    shared: Codes | None = None
    turned: Flags | None = None


@dataclass(frozen=True)
class Field:
    """A field by which records are compared. `levels` counts them; `m` and `u` are what is taken for likely before learning:

    how often two records of the same, and of two different ones, stand at each level. `rare` names the column whose rare
    values say more than frequent ones. `personal` is what relatives do not share.
    """

    name: str
    m: tuple[float, ...]
    u: tuple[float, ...]
    rare: str = ""
    personal: bool = False

    @property
    def levels(self) -> int:
        """Return how many levels there are."""
        return len(self.m)


@dataclass
class Pairs:
    """Compared pairs: the level of each in each field, in the order of the fields; the values in common; turned names."""

    first: Ints
    second: Ints
    levels: Levels
    shared: dict[str, Codes]
    turned: Flags

    def __len__(self) -> int:
        return len(self.first)

    def only(self, kept: Flags) -> Pairs:
        """Return some of them."""
        common = {name: codes[kept] for name, codes in self.shared.items()}
        return Pairs(
            self.first[kept], self.second[kept], self.levels[kept], common, self.turned[kept]
        )


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Return all pairs of the parts, of which there is at least one."""
    common = {name: np.concatenate([one.shared[name] for one in parts]) for name in parts[0].shared}
    return Pairs(
        np.concatenate([one.first for one in parts]),
        np.concatenate([one.second for one in parts]),
        np.concatenate([one.levels for one in parts]),
        common,
        np.concatenate([one.turned for one in parts]),
    )


def shared(column: Column, first: Ints, second: Ints) -> Codes:
    """Return a value that both records of each pair have, -1 where there is none."""
    found = np.full(len(first), NONE, dtype=np.int32)
    mine, others = column.codes[first], column.codes[second]
    for one in range(mine.shape[1]):
        has = mine[:, one] != NONE
        if not has.any():
            break
        for other in range(others.shape[1]):
            same = has & (mine[:, one] == others[:, other]) & (found == NONE)
            found[same] = mine[same, one]
    return found


def measured(
    left: Codes,
    right: Codes,
    values: Sequence[str],
    is_like: Callable[[list[str], list[str]], Flags],
) -> Flags:
    """Tell which pairs of values are alike; each two values are looked at once, however many records have them."""
    found = np.zeros(len(left), dtype=bool)
    both = np.flatnonzero((left != NONE) & (right != NONE))
    if not len(both):
        return found
    low, high = np.minimum(left[both], right[both]), np.maximum(left[both], right[both])
    once, back = np.unique(low.astype(np.int64) * len(values) + high, return_inverse=True)
    one, other = np.divmod(once, len(values))
    texts = [values[code] for code in one.tolist()], [values[code] for code in other.tolist()]
    found[both] = is_like(*texts)[back]
    return found


def like_words(one: list[str], other: list[str]) -> Flags:
    """Tell which texts are spelled much alike."""
    score: Floats = process.cpdist(
        one, other, scorer=JaroWinkler.similarity, dtype=np.float32, score_cutoff=ALIKE
    )
    return np.asarray(score >= ALIKE)


def like_names(one: list[str], other: list[str]) -> Flags:
    """Tell which names are spelled much alike, or are the initial of the other; Li and Lin are two names."""
    both = list(zip(one, other, strict=True))
    initial = [(len(a) == 1 or len(b) == 1) and a[:1] == b[:1] for a, b in both]
    is_long = [min(len(a), len(b)) >= SHORTEST for a, b in both]
    return np.logical_or(np.logical_and(like_words(one, other), is_long), initial)


def like_digits(one: list[str], other: list[str]) -> Flags:
    """Tell which numbers differ by one digit, or by two that changed places."""
    steps = process.cpdist(one, other, scorer=OSA.distance, dtype=np.int32, score_cutoff=1)
    return np.asarray(steps <= 1)


def like_phones(one: list[str], other: list[str]) -> Flags:
    """Tell which telephone numbers differ by one slip; neighbours, which differ at the end alone, belong to two people."""
    apart = [a[:-NEIGHBOURS] != b[:-NEIGHBOURS] for a, b in zip(one, other, strict=True)]
    return np.logical_and(like_digits(one, other), apart)


def like_days(one: list[str], other: list[str]) -> Flags:
    """Tell which days (yyyymmdd) differ by one digit, by two that changed places, or have day and month exchanged."""
    turned = [a[:4] + a[6:8] + a[4:6] == b for a, b in zip(one, other, strict=True)]
    return np.logical_or(like_digits(one, other), turned)


def same_or_like(
    records: Records, name: str, first: Ints, second: Ints, is_like: Callable[..., Flags] | None
) -> Compared:
    """Compare one field: 0 different, 1 alike (where that is asked), and the highest level for a value in common."""
    column = records[name]
    both = column.filled(first) & column.filled(second)
    common = shared(column, first, second)
    same = common != NONE
    levels = np.where(both, 0, NONE).astype(np.int8)
    if is_like is not None:
        open_ = np.flatnonzero(both & ~same)
        like = measured(
            column.first[first[open_]], column.first[second[open_]], column.values, is_like
        )
        levels[open_[like]] = 1
    levels[same] = 1 if is_like is None else 2
    return Compared(levels, shared=common)


def names(records: Records, first: Ints, second: Ints) -> dict[str, Compared]:
    """Compare family and given names: 0 different, 1 alike, 2 sound the same, 3 the same; turned where that fits better."""
    straight = [_name(records, n, n, first, second) for n in ("family", "given")]
    crossed = [
        _name(records, a, b, first, second) for a, b in (("family", "given"), ("given", "family"))
    ]
    better = crossed[0].astype(int) + crossed[1] > straight[0].astype(int) + straight[1] + 1
    turned = better & (np.minimum(*crossed) >= 1)
    found = {}
    for place, name in enumerate(("family", "given")):
        levels = np.where(turned, crossed[place], straight[place]).astype(np.int8)
        sounds = records[f"{name}_sound"].first[first]
        found[name] = Compared(levels, np.where(levels >= 2, sounds, NONE), turned=turned)
    return found


def _name(records: Records, one: str, other: str, first: Ints, second: Ints) -> Levels:
    text, others = records[one].first[first], records[other].first[second]
    heard, hears = records[f"{one}_sound"].first[first], records[f"{other}_sound"].first[second]
    both = (heard != NONE) & (hears != NONE)
    levels = np.where(both, 0, NONE).astype(np.int8)
    levels[both & (heard == hears)] = 2
    levels[both & (text == others)] = 3
    open_ = np.flatnonzero(levels == 0)
    like = measured(heard[open_], hears[open_], records[f"{one}_sound"].values, like_names)
    levels[open_[like]] = 1
    return levels


def called(records: Records, first: Ints, second: Ints) -> dict[str, Compared]:
    """Compare the names of companies or households: 0 different, 1 alike, 2 sound the same, 3 the same but for what all are called."""
    name = same_or_like(records, "name", first, second, None).levels
    sounds = same_or_like(records, "sound", first, second, like_words)
    levels = np.where(name == 1, 3, sounds.levels).astype(np.int8)
    return {"name": Compared(levels, sounds.shared)}


def places(records: Records, first: Ints, second: Ints) -> dict[str, Compared]:
    """Compare addresses: 0 elsewhere, 1 the same town, 2 a street spelled alike there, 3 the same street and number there."""
    street = same_or_like(records, "street", first, second, like_words).levels
    city = same_or_like(records, "city", first, second, like_words).levels
    postcode = same_or_like(records, "postcode", first, second, like_digits).levels
    near = np.maximum(city, postcode) >= 1
    unknown = np.maximum(city, postcode) == NONE
    levels = np.where(near, 1, np.where(unknown & (street == NONE), NONE, 0)).astype(np.int8)
    levels[(street == 1) & (near | unknown)] = 2
    levels[(street == 2) & (near | unknown)] = 3
    levels[(street == 2) & ~near & ~unknown] = 1
    return {"place": Compared(levels, records["city"].first[first])}
