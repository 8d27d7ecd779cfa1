"""Chance that always falls the same way: one stream of numbers for each seed and topic."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]


def dice(seed: int, topic: str) -> np.random.Generator:
    """Return the stream of a topic; what one topic draws never shifts another."""
    return np.random.Generator(np.random.PCG64([seed, crc32(topic.encode())]))


def weighted(rng: np.random.Generator, weights: Floats | Ints, count: int) -> Ints:
    """Draw `count` positions, each as often as its weight says."""
    bounds = np.cumsum(weights, dtype=np.float64)
    found: Ints = np.searchsorted(bounds, rng.random(count) * bounds[-1], side="right")
    return found


def often(rng: np.random.Generator, share: float | Floats, count: int) -> Flags:
    """Return which of `count` cases happen, if this share does."""
    return rng.random(count) < share


def between(rng: np.random.Generator, low: int | Ints, high: int | Ints, count: int) -> Ints:
    """Draw whole numbers from low to high, both included."""
    return rng.integers(low, high, endpoint=True, size=count, dtype=np.int64)
