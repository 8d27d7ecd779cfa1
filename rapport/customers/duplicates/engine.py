"""Finding records that are the same: block, compare, learn, weigh. Pure: records in, pairs with their weights out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from rapport.customers.duplicates.blocking import apart, pairs_of
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
from rapport.customers.duplicates.comparing import Pairs, joined
from rapport.customers.duplicates.learning import (
    Weights,
    bits,
    chances,
    learned,
    probability,
    related_only,
)
from rapport.customers.duplicates.subjects import Subject

RANDOM = 100_000  # pairs by which it is counted what two different records have in common
SHARE = 0.04  # twice the share of records that are taken for duplicates before it is learned
ASSUMED = 10_000.0  # pairs
PORTION = 500_000  # pairs that are compared at once
USUAL = 1e-5  # how likely two records chosen at random are the same, before anything was learned
LEAST = 0.2  # pairs less likely than this are not kept

Progress = Callable[[str, int, int], None]


@dataclass
class Found:
    """Pairs that may be the same: both records by their place, how likely, the level and the weight of each field."""

    first: Ints
    second: Ints
    probability: Floats
    levels: Levels
    bits: Floats
    turned: Flags

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Searched:
    """What a search found, by which model, among how many compared pairs."""

    found: Found
    weights: Weights
    compared: int


def compare(subject: Subject, records: Records, first: Ints, second: Ints) -> Pairs:
    """Compare pairs of records in every field."""
    levels = np.full((len(first), len(subject.fields)), NONE, dtype=np.int8)
    place = {field.name: position for position, field in enumerate(subject.fields)}
    shared: dict[str, Codes] = {}
    turned = np.zeros(len(first), dtype=bool)
    for comparison in subject.comparisons:
        for name, compared in comparison(records, first, second).items():
            levels[:, place[name]] = compared.levels
            if compared.shared is not None:
                shared[name] = compared.shared
            if compared.turned is not None:
                turned |= compared.turned
    return Pairs(first, second, levels, shared, turned)


def rarity_of(subject: Subject, records: Records) -> dict[str, Floats]:
    """Return for each column whose rare values say more, which share of the records has each value."""
    names = [field.rare for field in subject.fields if field.rare]
    return {name: records[name].counts() / max(len(records), 1) for name in names}


def search(
    subject: Subject,
    records: Records,
    *,
    progress: Progress = lambda _step, _done, _total: None,
    least: float = LEAST,
    seed: int = 1,
) -> Searched:
    """Search records for duplicates of one another."""
    count = len(records)
    if count < 2:
        return _nothing(subject)
    found = []
    for number, block in enumerate(subject.blocks):
        found.append(pairs_of(records, block))
        progress("blocking", number + 1, len(subject.blocks))
    every = np.unique(np.concatenate(found))
    del found
    if not len(every):
        return _nothing(subject)
    rarity = rarity_of(subject, records)
    start = _start(subject, records, np.random.default_rng(seed))
    kept = []
    for place, part in _portions(every):
        pairs = compare(subject, records, *apart(part, count))
        kept.append(pairs.only(bits(subject.fields, start, pairs, rarity).sum(axis=1) > 0))
        progress("comparing", place + len(part), len(every))
    promising = joined(kept)
    weights = learned(subject.fields, promising, start, rarity, count * (count - 1) / 2)
    weighed = bits(subject.fields, weights, promising, rarity)
    return Searched(_likely(subject, promising, weighed, weights.prior, least), weights, len(every))


def weigh(
    subject: Subject,
    records: Records,
    weights: Weights,
    rarity: dict[str, Floats],
    first: Ints,
    second: Ints,
) -> Found:
    """Weigh given pairs by a model that was learned before; all are returned, in their order."""
    pairs = compare(subject, records, first, second)
    weighed = bits(subject.fields, weights, pairs, rarity)
    return _likely(subject, pairs, weighed, weights.prior, 0)


def _start(subject: Subject, records: Records, dice: np.random.Generator) -> Weights:
    """Return the weights to begin with: u from random pairs, m as assumed, one record in fifty a duplicate."""
    count = len(records)
    first, second = dice.integers(0, count, (2, min(RANDOM, count * count)))
    differ = first != second
    random = compare(subject, records, first[differ], second[differ]).levels
    counted = {
        field.name: coincidence(records[field.name], field.u[-1]) for field in subject.counted
    }
    u = chances(subject.fields, random, counted)
    return Weights({field.name: field.m for field in subject.fields}, u, SHARE / count)


def coincidence(column: Column, assumed: float) -> float:
    """Return how likely two records that have a value have the same one: counted, for it may be one in a million.

    What was assumed counts as so many pairs beside those of the records.
    """
    known = int((column.codes[:, 0] != NONE).sum())
    same = column.counts().astype(np.float64)
    return float(((same * (same - 1)).sum() + assumed * ASSUMED) / (known * (known - 1) + ASSUMED))


def _portions(pairs: Ints) -> Iterator[tuple[int, Ints]]:
    for start in range(0, len(pairs), PORTION):
        yield start, pairs[start : start + PORTION]


def _likely(subject: Subject, pairs: Pairs, weighed: Floats, prior: float, least: float) -> Found:
    chance = probability(weighed.sum(axis=1), prior)
    chance[related_only(subject.fields, pairs.levels)] = 0
    kept = chance >= least
    pairs = pairs.only(kept)
    return Found(pairs.first, pairs.second, chance[kept], pairs.levels, weighed[kept], pairs.turned)


def _nothing(subject: Subject) -> Searched:
    """Return the result of a search in which nothing was to be compared, and so nothing to be learned."""
    none, shape = np.empty(0, np.int64), (0, len(subject.fields))
    found = Found(
        none, none, np.empty(0), np.empty(shape, np.int8), np.empty(shape), np.empty(0, dtype=bool)
    )
    return Searched(found, Weights.assumed(subject.fields, USUAL), 0)
