"""Who lives together: couples, children, a parent; relatives share a city, and often a telephone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Flags, Ints, dice, often
from rapport.config.demo.people import People

SHARE = 0.12  # households per person
ROLES = ["head", "partner", "child", "parent"]


@dataclass(frozen=True)
class Households:
    """Heads and members by position; `member_of` is the household of each member, its head included."""

    head: Ints
    member: Ints
    member_of: Ints
    role: Ints
    shares_phone: Flags

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.head)


def make_households(seed: int, people: People) -> Households:
    """Put people that follow each other into households of two to four.

    The members are changed to fit: partner of the other gender and the same age, children with the head's family name.
    """
    rng = dice(seed, "households")
    count = int(people.count * SHARE)
    sizes = rng.choice(np.array([2, 3, 4]), size=count, p=[0.45, 0.4, 0.15])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]) * 2  # leave as many singles between
    fits = begins + sizes < people.count
    begins, sizes = begins[fits], sizes[fits]
    member_of = np.repeat(np.arange(len(begins)), sizes)
    within = np.arange(len(member_of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    member = begins[member_of] + within
    fourth_is_parent = often(rng, 0.4, len(member))
    role = np.where((within == 3) & fourth_is_parent, 3, np.minimum(within, 2))
    _make_fit(people, member, begins[member_of], role, rng)
    return Households(
        head=begins,
        member=member,
        member_of=member_of,
        role=role,
        shares_phone=often(rng, 0.5, len(member)) & (within > 0),
    )


def _make_fit(
    people: People, member: Ints, head: Ints, role: Ints, rng: np.random.Generator
) -> None:
    people.city[member] = people.city[head]
    people.owner[member] = people.owner[head]
    years = np.array([0, 0, 27, -27])[role] + rng.integers(-4, 5, len(member))
    years[role == 0] = 0
    people.birth_year[head] = np.clip(people.birth_year[head], 1965, 1990)
    people.birth_year[member] = np.clip(people.birth_year[head] + years, 1932, 2020)
    children = (role == 2) & people.chinese[member] & people.chinese[head]
    _rename(people, member[children], head[children])


def _rename(people: People, child: Ints, head: Ints) -> None:
    """Give children the family name of the head of the household."""
    people.family[child] = people.family[head]
    people.name[child] = people.family[child] + people.given[child]
    for column, join in ((people.latin, " "), (people.sort_key, " ")):
        words = [text.split(" ", 1)[0] for text in column[head]]
        rest = [text.split(" ", 1)[1] for text in column[child]]
        column[child] = np.array(words, dtype=object) + join + np.array(rest, dtype=object)
