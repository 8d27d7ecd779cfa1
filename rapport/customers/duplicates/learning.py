"""What agreement in each field is worth, learned from the records themselves. Pure.

Fellegi and Sunter (1969): a level of agreement weighs log2(m / u), m being how often it occurs among records of the same,
u among records of two different ones. u is counted over random pairs. m comes by expectation maximisation from the pairs of
each block, leaving out what the block makes agree (as Splink does), and the share of true pairs from all of them. A value that
is rare weighs more than one that many have (Winkler 2000).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rapport.customers.duplicates.columns import NONE, Flags, Floats, Levels
from rapport.customers.duplicates.comparing import Field, Pairs

TRUST = 100.0  # pairs that what was taken for likely counts as, beside what the records show
RANDOM_TRUST = 20.0
STEPS = 60
CLOSE = 1e-5
LEAST = 1e-6


@dataclass(frozen=True)
class Weights:
    """A learned model: m and u of each level of each field, and how likely two records chosen at random are the same."""

    m: dict[str, tuple[float, ...]]
    u: dict[str, tuple[float, ...]]
    prior: float

    @classmethod
    def assumed(cls, fields: Sequence[Field], prior: float) -> Weights:
        """Return what is taken for likely before anything was learned."""
        return cls({f.name: f.m for f in fields}, {f.name: f.u for f in fields}, prior)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"m": self.m, "u": self.u, "prior": self.prior}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Weights:
        """Return what `plain` wrote."""
        m, u = ({n: tuple(v) for n, v in plain[key].items()} for key in ("m", "u"))
        return cls(m, u, plain["prior"])


def bits(
    fields: Sequence[Field], weights: Weights, pairs: Pairs, rarity: dict[str, Floats]
) -> Floats:
    """Return the weight of each pair in each field: pairs by fields, in bits."""
    found = np.zeros(pairs.levels.shape, dtype=np.float64)
    for place, field in enumerate(fields):
        m, u = (np.array(part[field.name]) for part in (weights.m, weights.u))
        table = np.r_[np.log2(m / u), 0.0]  # the last one for -1: says nothing
        found[:, place] = table[pairs.levels[:, place]]
        if field.rare and field.rare in rarity:
            common = pairs.shared[field.name]
            has = (common != NONE) & (pairs.levels[:, place] == field.levels - 1)
            usual = u[-1]
            share = np.clip(rarity[field.rare][common[has]], usual / 64, None)
            found[has, place] += np.clip(np.log2(usual / share), -8, 6)
    return found


def probability(total: Floats, prior: float) -> Floats:
    """Return how likely pairs of this weight are the same."""
    odds = np.log2(prior / (1 - prior)) + total
    chance: Floats = 1 / (1 + np.exp2(-np.clip(odds, -500, 500)))
    return chance


def related_only(fields: Sequence[Field], levels: Levels) -> Flags:
    """Tell which pairs may be relatives or colleagues: what they are called by differs and nothing personal is in common."""
    names = [place for place, field in enumerate(fields) if field.name == "given"]
    if not names:
        return np.zeros(len(levels), dtype=bool)
    personal = [place for place, field in enumerate(fields) if field.personal]
    tops = np.array([fields[place].levels - 1 for place in personal])
    proof = (levels[:, personal] == tops).any(axis=1)
    related: Flags = (levels[:, names[0]] == 0) & ~proof
    return related


def learn(
    fields: Sequence[Field],
    random: Levels,
    blocks: Sequence[tuple[Levels, tuple[str, ...]]],
    chance: Mapping[str, float],
) -> Weights:
    """Return m and u of every field from random pairs and from the pairs of each block with the fields it is about.

    `chance` is how often two records share a value, where that was counted.
    """
    u = {
        field.name: _shares(
            np.bincount(random[:, place][random[:, place] >= 0], minlength=field.levels),
            field.u,
            RANDOM_TRUST,
        )
        for place, field in enumerate(fields)
    }
    u |= {name: _topped(u[name], share) for name, share in chance.items()}
    counts = {field.name: np.zeros(field.levels) for field in fields}
    for levels, about in blocks:
        if len(levels):
            _session(fields, levels, about, u, counts)
    m = {field.name: _shares(counts[field.name], field.m, TRUST) for field in fields}
    return Weights(m, u, 1e-6)


def prior_of(total: Floats, refused: Flags, all_pairs: float, prior: float) -> float:
    """Return how likely two records chosen at random are the same, given the weights of all compared pairs."""
    for _step in range(20):
        expected = float(probability(total, prior)[~refused].sum())
        found = min(max(expected, 0.5) / max(all_pairs, 1.0), 0.5)
        if abs(found - prior) < prior * 0.001:
            return found
        prior = found
    return prior


def _shares(counts: Any, before: tuple[float, ...], trust: float) -> tuple[float, ...]:
    shares = counts + trust * np.array(before)
    return tuple(np.maximum(shares / shares.sum(), LEAST).tolist())


def _topped(shares: tuple[float, ...], top: float) -> tuple[float, ...]:
    """Return shares whose highest level was counted; the others keep their proportions."""
    top = min(max(top, LEAST), 0.9)
    rest = sum(shares[:-1])
    return (*(share * (1 - top) / rest for share in shares[:-1]), top)


def _session(
    fields: Sequence[Field],
    levels: Levels,
    about: tuple[str, ...],
    u: dict[str, tuple[float, ...]],
    counts: dict[str, Floats],
) -> None:
    """Learn from the pairs of one block, and add what was found to the counts of each field."""
    used = [place for place, field in enumerate(fields) if field.name not in about]
    refused = related_only(fields, levels)
    patterns, times = np.unique(levels[~refused], axis=0, return_counts=True)
    if not len(patterns):
        return
    m = {fields[place].name: np.array(fields[place].m) for place in used}
    share, worth = 0.2, times.astype(np.float64)
    for _step in range(STEPS):
        odds = np.full(len(patterns), np.log2(share / (1 - share)))
        for place in used:
            name = fields[place].name
            odds += np.r_[np.log2(m[name] / np.array(u[name])), 0.0][patterns[:, place]]
        likely = worth / (1 + np.exp2(-np.clip(odds, -500, 500)))
        before, share = share, float(np.clip(likely.sum() / worth.sum(), 1e-5, 0.99))
        seen = {place: _sums(patterns[:, place], likely, fields[place].levels) for place in used}
        m = {
            fields[place].name: np.array(_shares(seen[place], fields[place].m, TRUST))
            for place in used
        }
        if abs(share - before) < CLOSE:
            break
    for place in used:
        counts[fields[place].name] += seen[place]


def _sums(levels: Levels, likely: Floats, count: int) -> Floats:
    known = levels >= 0
    return np.bincount(levels[known], weights=likely[known], minlength=count).astype(np.float64)
