"""When customers buy: in each line of business they buy at a rate of their own until they quietly stop.

Rates differ between customers by a gamma distribution, the chance to stop after a purchase by a beta distribution
(BG/NBD: Fader, Hardie, Lee 2005). Seasons are laid over it by bending time: a busy day is long, a quiet one short.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from rapport.config.demo.dice import Floats, Ints, dice, often, weighted
from rapport.config.demo.rows import DAY, Calendar

YEAR = 365.0
SPRING_FESTIVAL = {
    date(year, month, day).year: date(year, month, day)
    for year, month, day in (
        (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10), (2025, 1, 29),
        (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 3), (2031, 1, 23),
        (2032, 2, 11), (2033, 1, 31), (2034, 2, 19), (2035, 2, 8),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of business: how often people buy (gamma: shape, purchases a year), how soon they stop (beta)."""

    name: str
    shape: float
    yearly: float
    stop_a: float
    stop_b: float
    starts: float  # share of customers whose first purchase is here
    crosses: float  # share of the others who come to it later


LINES = (
    Line("notebook", shape=0.9, yearly=0.45, stop_a=0.7, stop_b=2.4, starts=0.34, crosses=0.12),
    Line("trip", shape=0.7, yearly=0.75, stop_a=0.793, stop_b=2.426, starts=0.30, crosses=0.14),
    Line("film", shape=0.35, yearly=2.2, stop_a=0.6, stop_b=3.5, starts=0.36, crosses=0.10),
)


@dataclass(frozen=True)
class Purchases:
    """Who bought in which line at which minute, sorted by time."""

    person: Ints
    line: Ints
    minute: Ints


def make_purchases(seed: int, people: int, calendar: Calendar) -> Purchases:
    """Let everybody buy, or not: some never do."""
    rng = dice(seed, "purchases")
    begin = calendar.days * rng.beta(1.2, 1.5, people)  # the company grows
    never = often(rng, 0.14, people)
    entry = weighted(rng, np.array([line.starts for line in LINES]), people)
    found = []
    for number, line in enumerate(LINES):
        later = often(rng, line.crosses, people)
        who = np.flatnonzero(~never & ((entry == number) | later))
        delay = np.where(entry[who] == number, 0.0, rng.exponential(200, len(who)))
        buyer, day = _process(rng, line, who, begin[who] + delay, calendar)
        minute = np.floor(day * DAY).astype(np.int64) // DAY * DAY + _opening(rng, len(day))
        found.append((buyer, np.full(len(buyer), number), minute))
    person, line_number, minute = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((person, minute))
    return Purchases(person[order], line_number[order], minute[order])


def _process(
    rng: np.random.Generator, line: Line, who: Ints, start: Floats, calendar: Calendar
) -> tuple[Ints, Floats]:
    """Run the buy-till-you-die process for all at once, purchase by purchase; return buyers and days."""
    rate = np.maximum(rng.gamma(line.shape, line.yearly / line.shape / YEAR, len(who)), 1e-7)
    stop = rng.beta(line.stop_a, line.stop_b, len(who))
    alive = np.flatnonzero(start < calendar.days)
    time = start[alive]
    buyers, days = [], []
    while len(alive):
        buyers.append(who[alive])
        days.append(time)
        stays = rng.random(len(alive)) >= stop[alive]
        alive, time = alive[stays], time[stays]
        time = time + 0.2 + rng.exponential(1.0, len(alive)) / rate[alive]
        inside = time < calendar.days
        alive, time = alive[inside], time[inside]
    clock = busy_time(line.name, calendar)
    bent = np.interp(np.concatenate(days), clock, np.arange(calendar.days + 1))
    return np.concatenate(buyers), np.minimum(bent, calendar.days - 0.01)


def busy_time(line: str, calendar: Calendar) -> Floats:
    """Return for each day's beginning how much business time has passed, scaled to the calendar's length."""
    weights = np.array(
        [busyness(line, calendar.first + timedelta(days=n)) for n in range(calendar.days)]
    )
    passed = np.concatenate([[0.0], np.cumsum(weights)])
    scaled: Floats = passed * (calendar.days / passed[-1])
    return scaled


def busyness(line: str, day: date) -> float:
    """Return how busy a line of business is on a day; 1 is an ordinary one."""
    month_day = (day.month, day.day)
    festival = SPRING_FESTIVAL.get(day.year, date(day.year, 2, 5))
    to_festival = (festival - day).days
    if line == "notebook":
        return _first(
            (-6 <= to_festival <= 0, 0.4),  # shops closed for Spring Festival
            ((6, 1) <= month_day <= (6, 20), 2.2),  # 618
            ((11, 1) <= month_day <= (11, 12), 2.6),  # 11.11
            ((8, 15) <= month_day <= (9, 5), 1.6),  # school begins
        )
    if line == "trip":
        return _first(
            (7 <= to_festival <= 40, 1.8),  # booked before Spring Festival
            ((8, 25) <= month_day <= (9, 25), 1.9),  # booked before Golden Week
            ((5, 20) <= month_day <= (7, 5), 1.6),  # booked before summer
            (month_day >= (11, 1), 0.7),
        )
    weekend = 1.5 if day.weekday() >= 5 else 1.0
    return weekend * _first(
        (-10 <= to_festival <= 0, 1.8),
        ((10, 1) <= month_day <= (10, 7), 1.5),
        ((7, 1) <= month_day <= (8, 31), 1.3),
    )


def _first(*cases: tuple[bool, float]) -> float:
    return next((weight for holds, weight in cases if holds), 1.0)


def _opening(rng: np.random.Generator, count: int) -> Ints:
    """Return minutes of the day between ten in the morning and nine in the evening, most around six."""
    return (600 + 660 * rng.beta(2.2, 1.7, count)).astype(np.int64)
