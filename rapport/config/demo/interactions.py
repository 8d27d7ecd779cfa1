"""What was said: contacts that follow purchases, complaints about products bought, and everyday talk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Floats, Ints, between, dice, often, weighted
from rapport.config.demo.orders import FILM, NONE, NOTEBOOK, TRIP, Orders
from rapport.config.demo.rows import DAY, Calendar
from rapport.config.demo.words import Phrase

PER_PERSON = 10
LINES = ("notebook", "trip", "film")
FOLLOWED = np.array([0.9, 1.1, 0.35])  # contacts that follow an order, on average
COMPLAINTS = np.array([0.05, 0.035, 0.012])
SOLVED = 0.9


@dataclass(frozen=True)
class Interactions:
    """Contacts column by column, sorted by party and time."""

    party: Ints
    minute: Ints
    phrase: Ints
    product: Ints  # position in the catalogue, -1 for none
    minutes: Ints  # how long it took, 0 for none
    resolved: Ints  # minute, -1 unless a complaint was solved

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.party)


Draft = tuple[Ints, Ints, Ints, Ints]  # party, minute, phrase, product


def make_interactions(
    seed: int,
    orders: Orders,
    people: int,
    parties: int,
    phrases: list[Phrase],
    calendar: Calendar,
) -> Interactions:
    """Let people and companies talk, ten times per person."""
    rng = dice(seed, "interactions")
    follow = _following(rng, orders, phrases, calendar)
    complain = _complaints(rng, orders, phrases, calendar)
    missing = max(0, people * PER_PERSON - len(follow[0]) - len(complain[0]))
    talk = _everyday(rng, missing, parties, phrases, calendar)
    party, minute, phrase, product = (
        np.concatenate(column) for column in zip(follow, complain, talk, strict=True)
    )
    order = np.argsort(party * calendar.days * DAY + minute, kind="stable")
    party, minute, phrase, product = (c[order] for c in (party, minute, phrase, product))
    return Interactions(
        party=party,
        minute=minute,
        phrase=phrase,
        product=product,
        minutes=_lengths(phrases)[phrase] * between(rng, 1, 9, len(party)),
        resolved=_resolved(rng, phrase, minute, phrases, calendar),
    )


def chosen(phrases: list[Phrase], line: str, kind: str) -> Ints:
    """Return weights that leave only the phrases of a line of business and kind."""
    return np.array([p.weight * (p.line == line and p.kind == kind) for p in phrases])


def _following(
    rng: np.random.Generator, orders: Orders, phrases: list[Phrase], calendar: Calendar
) -> Draft:
    times = rng.poisson(FOLLOWED[orders.line])
    return _about(
        rng, np.repeat(np.arange(orders.count), times), "after", orders, phrases, calendar
    )


def _complaints(
    rng: np.random.Generator, orders: Orders, phrases: list[Phrase], calendar: Calendar
) -> Draft:
    arrived = (orders.delivered != NONE) & often(rng, COMPLAINTS[orders.line], orders.count)
    return _about(rng, np.flatnonzero(arrived), "complaint", orders, phrases, calendar)


def _about(
    rng: np.random.Generator,
    order: Ints,
    kind: str,
    orders: Orders,
    phrases: list[Phrase],
    calendar: Calendar,
) -> Draft:
    """Say something of this kind about these orders, some days after; drop what lies ahead."""
    phrase = np.zeros(len(order), dtype=np.int64)
    for number in (NOTEBOOK, TRIP, FILM):
        here = np.flatnonzero(orders.line[order] == number)
        phrase[here] = weighted(rng, chosen(phrases, LINES[number], kind), len(here))
    first = np.array([p.first_day for p in phrases])[phrase]
    last = np.array([p.last_day for p in phrases])[phrase]
    begin = orders.ordered[order] if kind == "after" else orders.delivered[order]
    same_day = last == 0
    days = between(rng, first, last, len(order))
    minute = np.where(same_day, begin + 3, (begin // DAY + days) * DAY + _hour(rng, len(order)))
    past = minute < calendar.days * DAY
    return (
        orders.person[order][past],
        minute[past],
        phrase[past],
        orders.main_product[order][past],
    )


def _everyday(
    rng: np.random.Generator,
    count: int,
    parties: int,
    phrases: list[Phrase],
    calendar: Calendar,
) -> Draft:
    """Talk of every day: few customers much, most a little, and more of late than long ago."""
    liveliness: Floats = rng.gamma(0.8, 1.0, parties)
    party = weighted(rng, liveliness, count)
    known_since = calendar.days * rng.beta(1, 3, parties)[party]
    day = known_since + (calendar.days - known_since) * rng.beta(1.3, 1.0, count)
    minute = np.minimum(day.astype(np.int64), calendar.days - 1) * DAY + _hour(rng, count)
    phrase = weighted(rng, chosen(phrases, "any", "other"), count)
    return party, minute, phrase, np.full(count, NONE)


def _hour(rng: np.random.Generator, count: int) -> Ints:
    """Return minutes of the day in working hours, fewest at noon."""
    morning = often(rng, 0.45, count)
    return np.where(morning, between(rng, 540, 719, count), between(rng, 800, 1109, count))


def _lengths(phrases: list[Phrase]) -> Ints:
    minutes = {"phone": 1, "meeting": 12, "visit": 6}
    return np.array([minutes.get(phrase.channel, 0) for phrase in phrases])


def _resolved(
    rng: np.random.Generator, phrase: Ints, minute: Ints, phrases: list[Phrase], calendar: Calendar
) -> Ints:
    complaint = np.array([p.reason == "complaint" for p in phrases])[phrase]
    solved = minute + between(rng, 1, 6, len(phrase)) * DAY + 45
    closed = complaint & often(rng, SOLVED, len(phrase)) & (solved < calendar.days * DAY)
    return np.where(closed, solved, NONE)
