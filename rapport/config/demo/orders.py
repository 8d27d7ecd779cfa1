"""What was bought, at what price, paid how far, delivered and brought back when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Flags, Ints, between, dice, often, weighted
from rapport.config.demo.people import People
from rapport.config.demo.purchases import Purchases
from rapport.config.demo.rows import DAY, Calendar
from rapport.config.demo.words import read

SOURCES = ["shop", "web", "partner"]
SOURCE_WEIGHTS = ([35, 45, 20], [25, 50, 25], [80, 20, 0])
NOTEBOOK, TRIP, FILM = range(3)
EURO = 7.8  # yuan, kept as the stored rate of every order in euro
NONE = -1


@dataclass(frozen=True)
class Orders:
    """Orders by purchase, and their lines. Amounts in hundredths, prices in ten-thousandths."""

    person: Ints
    line: Ints  # line of business
    ordered: Ints  # minutes; so are the next four, -1 where it did not happen
    delivered: Ints
    returned: Ints
    cancelled: Ints
    due_back: Ints  # day
    source: Ints
    euro: Flags
    main_product: Ints
    of: Ints  # for each order line its order
    product: Ints
    quantity: Ints
    discount: Ints  # percent
    tax_rate: Ints
    price: Ints
    cost: Ints
    net: Ints
    tax: Ints
    paid: Ints

    @property
    def count(self) -> int:
        """Return how many orders there are."""
        return len(self.person)

    def sums(self, amounts: Ints) -> Ints:
        """Add the amounts of an order's lines."""
        return np.bincount(self.of, weights=amounts, minlength=self.count).round().astype(np.int64)


@dataclass(frozen=True)
class Catalogue:
    """Products by position, as products.tsv and films.tsv list them."""

    line: list[str]
    price: Ints  # net, ten-thousandths
    cost: Ints
    weight: Ints
    tax_rate: Ints

    def of_line(self, *names: str) -> Ints:
        """Return weights that leave only these kinds of product."""
        return self.weight * np.isin(np.array(self.line), names)


def catalogue() -> Catalogue:
    """Return what Haina sells: notebooks and what goes with them, trips, films to rent."""
    goods = read("products")
    films = read("films")
    rates = [13 if row[2] == "good" else 6 for row in goods] + [6] * len(films)
    gross = np.array([int(row[7]) for row in goods] + [18] * len(films), dtype=np.float64)
    tax_rate = np.array(rates, dtype=np.int64)
    return Catalogue(
        line=[row[1] for row in goods] + ["film"] * len(films),
        price=np.round(gross / (100 + tax_rate) * 1_000_000).astype(np.int64),
        cost=np.array([int(row[8]) for row in goods] + [4] * len(films)) * 10_000,
        weight=np.array([int(row[9]) for row in goods] + [int(row[2]) for row in films]),
        tax_rate=tax_rate,
    )


def make_orders(seed: int, people: People, purchases: Purchases, calendar: Calendar) -> Orders:
    """Fill each purchase with products, and follow it to its end."""
    rng = dice(seed, "orders")
    goods = catalogue()
    count = len(purchases.person)
    source = np.zeros(count, dtype=np.int64)
    main = np.zeros(count, dtype=np.int64)
    for number, name in enumerate(("notebook", "trip", "film")):
        here = np.flatnonzero(purchases.line == number)
        source[here] = weighted(rng, np.array(SOURCE_WEIGHTS[number]), len(here))
        main[here] = weighted(rng, goods.of_line(name), len(here))
    of, product, quantity = _lines(rng, goods, purchases.line, main)
    euro = ~people.chinese[purchases.person]
    figures = _figures(rng, goods, of, product, quantity, euro)
    journey = _journey(rng, purchases, calendar)
    total = np.bincount(of, weights=figures["net"] + figures["tax"], minlength=count)
    return Orders(
        person=purchases.person,
        line=purchases.line,
        ordered=purchases.minute,
        source=source,
        euro=euro,
        main_product=main,
        of=of,
        product=product,
        quantity=quantity,
        **figures,
        **journey,
        paid=_paid(rng, purchases, journey, total.round().astype(np.int64), calendar),
    )


def _lines(
    rng: np.random.Generator, goods: Catalogue, line: Ints, main: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return for each order line its order, product and quantity: the main product and what goes with it."""
    count = len(line)
    travellers = 1 + weighted(rng, np.array([25, 45, 20, 10]), count)
    first = np.where(line == TRIP, travellers, 1)
    with_more = often(rng, np.array([0.45, 0.3, 0.35])[line], count)
    more = np.flatnonzero(with_more)
    added = np.zeros(len(more), dtype=np.int64)
    for number, name in ((NOTEBOOK, "accessory"), (TRIP, "cover"), (FILM, "film")):
        here = line[more] == number
        added[here] = weighted(rng, goods.of_line(name), int(here.sum()))
    of = np.concatenate([np.arange(count), more])
    product = np.concatenate([main, added])
    quantity = np.concatenate([first, np.where(line[more] == TRIP, first[more], 1)])
    order = np.argsort(of, kind="stable")
    return of[order], product[order], quantity[order]


def _figures(
    rng: np.random.Generator, goods: Catalogue, of: Ints, product: Ints, quantity: Ints, euro: Flags
) -> dict[str, Ints]:
    rate = np.where(euro[of], EURO, 1.0)
    price = np.round(goods.price[product] / rate / 100).astype(np.int64) * 100
    discount = np.array([0, 5, 10, 20])[weighted(rng, np.array([80, 10, 8, 2]), len(of))]
    exact = price * quantity * (100 - discount)  # in millionths
    net = (exact + 5_000) // 10_000
    tax_rate = goods.tax_rate[product]
    return {
        "discount": discount,
        "tax_rate": tax_rate,
        "price": price,
        "cost": np.round(goods.cost[product] / rate).astype(np.int64),
        "net": net,
        "tax": (net * tax_rate + 50) // 100,
    }


def _journey(rng: np.random.Generator, purchases: Purchases, calendar: Calendar) -> dict[str, Ints]:
    """Return when each order was cancelled, delivered, due back and returned."""
    line, ordered = purchases.line, purchases.minute
    count, now = len(line), calendar.days * DAY
    cancelled = ordered + between(rng, 60, 3 * DAY, count)
    cancelled = np.where(often(rng, 0.02, count) & (cancelled < now), cancelled, NONE)
    wait = np.where(line == TRIP, between(rng, 15, 90, count), between(rng, 1, 4, count)) * DAY
    delivered = np.where(line == FILM, ordered, ordered + wait)
    delivered = np.where((cancelled == NONE) & (delivered < now), delivered, NONE)
    lent = np.where(line == FILM, ordered // DAY + between(rng, 2, 7, count), NONE)
    late = np.where(often(rng, 0.1, count), between(rng, 1, 20, count), -between(rng, 0, 2, count))
    back = np.maximum((lent + late) * DAY + between(rng, 600, 1200, count), ordered + 120)
    kept = often(rng, 0.004, count)
    returned = np.where((line == FILM) & (delivered != NONE) & ~kept & (back < now), back, NONE)
    return {
        "cancelled": cancelled,
        "delivered": delivered,
        "due_back": lent,
        "returned": returned,
    }


def _paid(
    rng: np.random.Generator,
    purchases: Purchases,
    journey: dict[str, Ints],
    total: Ints,
    calendar: Calendar,
) -> Ints:
    """Return what is paid: trips two fifths until they begin, some recent sales not yet, the rest in full."""
    underway = (purchases.line == TRIP) & (journey["delivered"] == NONE)
    paid = np.where(underway, total * 2 // 5, total)
    recent = purchases.minute > (calendar.days - 20) * DAY
    unpaid = recent & (purchases.line == NOTEBOOK) & often(rng, 0.25, len(total))
    return np.where(unpaid | (journey["cancelled"] != NONE), 0, paid)
