"""What agreement in each field is worth, learned from the records themselves. Pure.

Fellegi and Sunter (1969): a level of agreement weighs log2(m / u), m being how often it occurs among records of the same,
u among records of two different ones. u is counted over random pairs. m, and the share of true pairs, come by classification
EM (Celeux and Govaert 1992) from the pairs that are compared: those that seem sure count. Of the others there are many more,
nearly all of them namesakes, and by plain EM these would be learned as the same. A value that is rare weighs more than one
that many have (Winkler 2000).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rapport.customers.duplicates.columns import NONE, Flags, Floats, Levels
from rapport.customers.duplicates.comparing import Field, Pairs

TRUST = 100.0  # pairs that what was taken for likely counts as, beside what the records show
SURE = 0.9  # pairs from here on are learned from
RANDOM_TRUST = 20.0
WORSE = 5.0  # times
STEPS = 12
CLOSE = 0.005
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
            found[has, place] += np.clip(np.log2(usual / share), -16, 6)
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


def chances(
    fields: Sequence[Field], random: Levels, counted: Mapping[str, float]
) -> dict[str, tuple[float, ...]]:
    """Return u of every field: from random pairs, the highest level where it was counted how many records share a value."""
    u = {
        field.name: _shares(
            np.bincount(random[:, place][random[:, place] >= 0], minlength=field.levels),
            field.u,
            RANDOM_TRUST,
        )
        for place, field in enumerate(fields)
    }
    return u | {name: _topped(u[name], share) for name, share in counted.items()}


def learned(
    fields: Sequence[Field],
    pairs: Pairs,
    start: Weights,
    rarity: dict[str, Floats],
    all_pairs: float,
) -> Weights:
    """Return m of every field and the share of true pairs, learned from compared pairs until nothing changes any more."""
    weights, refused = start, related_only(fields, pairs.levels)
    for _step in range(STEPS):
        total = bits(fields, weights, pairs, rarity).sum(axis=1)
        chance = probability(total, weights.prior)
        chance[refused | (chance < SURE)] = 0
        m = {
            field.name: _bounded(_sums(pairs.levels[:, place], chance, field.levels), field)
            for place, field in enumerate(fields)
        }
        prior = float(np.clip(max(chance.sum(), 0.5) / all_pairs, 1e-12, 0.5))
        before, weights = weights, Weights(m, weights.u, prior)
        if abs(weights.prior - before.prior) <= before.prior * CLOSE:
            break
    return weights


def _shares(counts: Any, before: tuple[float, ...], trust: float) -> tuple[float, ...]:
    shares = counts + trust * np.array(before)
    return tuple(np.maximum(shares / shares.sum(), LEAST).tolist())


def _bounded(counts: Any, field: Field) -> tuple[float, ...]:
    """Return the shares among records of the same; they differ at most so much more often than was assumed."""
    shares = _shares(counts, field.m, TRUST)
    most = min(field.m[0] * WORSE, 0.95)
    if shares[0] <= most:
        return shares
    return (most, *(share * (1 - most) / (1 - shares[0]) for share in shares[1:]))


def _topped(shares: tuple[float, ...], top: float) -> tuple[float, ...]:
    """Return shares whose highest level was counted; the others keep their proportions."""
    top = min(max(top, LEAST), 0.9)
    rest = sum(shares[:-1])
    return (*(share * (1 - top) / rest for share in shares[:-1]), top)


def _sums(levels: Levels, likely: Floats, count: int) -> Floats:
    known = levels >= 0
    return np.bincount(levels[known], weights=likely[known], minlength=count).astype(np.float64)
