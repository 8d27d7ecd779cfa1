"""The rows of products, orders, interactions and tasks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rapport.config.demo.dice import Ints, Texts, between, dice, often
from rapport.config.demo.orders import EURO, FILM, NONE, SOURCES, Orders, catalogue
from rapport.config.demo.rows import Cents, Column, Labels, Rows, Value, or_null, texts
from rapport.config.demo.tables_customers import NEXT_STEPS, Standing
from rapport.config.demo.tables_terms import buyers
from rapport.config.demo.words import Phrase, phrases, read
from rapport.config.demo.world import World

PREFIX = ["SO-", "TR-", "FR-"]


def product_names(language: str) -> Texts:
    """Return the products' names in the language of the demo's colleagues."""
    goods = [row[5] if language == "en" else row[6] for row in read("products")]
    films = [row[0] if language == "en" else row[1] for row in read("films")]
    return texts(goods + films)


def products(language: str) -> Rows:
    """Return the catalogue."""
    goods, films = read("products"), read("films")
    stock = catalogue()
    count = len(goods) + len(films)
    category = 3 if language == "en" else 4
    film = "Films" if language == "en" else "影片"
    return Rows(
        "catalog_product",
        count,
        {
            "id": Column(np.arange(1, count + 1), "%d"),
            "sku": Column(texts(skus())),
            "name": Column(product_names(language)),
            "kind": Column(texts([row[2] for row in goods] + ["rental"] * len(films))),
            "unit": "",
            "category": Column(texts([row[category] for row in goods] + [film] * len(films))),
            "tax_category": Labels(
                texts(["standard", "reduced"]), (stock.tax_rate < 10).astype(np.int64)
            ),
            "currency": "CNY",
            "cost": Cents(stock.cost // 100),
            "list_price": Cents((stock.price + 50) // 100),
        },
    )


def skus() -> list[str]:
    """Return the products' numbers."""
    return [row[0] for row in read("products")] + [
        f"FM-{number:04}" for number in range(1, len(read("films")) + 1)
    ]


def orders(world: World, sellers: Ints) -> Rows:
    """Return the orders with their sums."""
    made = world.orders
    account = np.searchsorted(buyers(world), made.person) + 1
    moment = world.calendar.moment
    return Rows(
        "sales_order",
        made.count,
        {
            "id": Column(np.arange(1, made.count + 1), "%d"),
            "created_at": moment(made.ordered),
            "number": (Labels(texts(PREFIX), made.line), Column(np.arange(made.count) + 100_001)),
            "kind": Labels(texts(["sale", "rental"]), (made.line == FILM).astype(np.int64)),
            "party_id": Column(made.person + 1, "%d"),
            "account_id": Column(account, "%d"),
            "owner_id": Column(sellers[world.people.owner[made.person]], "%d"),
            "source": Labels(texts(SOURCES), made.source),
            "ordered_at": moment(made.ordered),
            "due_back_on": world.calendar.day(made.due_back),
            "currency": Labels(texts(["CNY", "EUR"]), made.euro.astype(np.int64)),
            **_sums(made),
            **_states(made),
            "delivered_at": moment(made.delivered),
            "returned_at": moment(made.returned),
            "cancelled_at": moment(made.cancelled),
            "note": "",
        },
    )


def _sums(made: Orders) -> dict[str, Value]:
    net, tax = made.sums(made.net), made.sums(made.tax)
    total = net + tax
    base = np.where(made.euro, np.round(total * EURO), total).astype(np.int64)
    billing = np.where(made.paid >= total, 0, np.where(made.paid > 0, 1, 2))
    return {
        "net_total": Cents(net),
        "tax_total": Cents(tax),
        "total": Cents(total),
        "paid_total": Cents(made.paid),
        "rate": Labels(texts(["1", str(EURO)]), made.euro.astype(np.int64)),
        "base_total": Cents(base),
        "billing": Labels(texts(["paid", "part_paid", "unpaid"]), billing),
    }


def _states(made: Orders) -> dict[str, Value]:
    cancelled = (made.cancelled != NONE).astype(np.int64)
    fulfilment = np.where(made.returned != NONE, 2, np.where(made.delivered != NONE, 1, 0))
    return {
        "commercial": Labels(texts(["placed", "cancelled"]), cancelled),
        "fulfilment": Labels(texts(["open", "delivered", "returned"]), fulfilment),
    }


def order_lines(world: World) -> Rows:
    """Return what was ordered, with the cost as it was then."""
    made = world.orders
    count = len(made.of)
    position = np.arange(count) - np.searchsorted(made.of, made.of) + 1
    return Rows(
        "sales_orderline",
        count,
        {
            "id": Column(np.arange(1, count + 1), "%d"),
            "order_id": Column(made.of + 1, "%d"),
            "position": Column(position, "%d"),
            "product_id": Column(made.product + 1, "%d"),
            "description": Labels(product_names(world.language), made.product),
            "quantity": Column(made.quantity, "%d"),
            "unit_price": Cents(made.price // 100),
            "discount": Column(made.discount, "%d"),
            "tax_rate": Column(made.tax_rate, "%d"),
            "net": Cents(made.net),
            "tax": Cents(made.tax),
            "total": Cents(made.net + made.tax),
            "cost": Cents(made.cost // 100),
        },
    )


def interactions(world: World, sellers: Ints, agent: int) -> Rows:
    """Return every contact; most were with the customer's own seller, some with the call centre."""
    talk, said = world.interactions, phrases(world.language)
    moment = world.calendar.moment
    solved = {"en": "Replaced", "zh-hans": "已更换"}[world.language]

    def of_phrase(values: list[str]) -> Labels:
        return Labels(texts(values), talk.phrase)

    return Rows(
        "touchpoints_interaction",
        talk.count,
        {
            "id": Column(np.arange(1, talk.count + 1), "%d"),
            "created_at": moment(talk.minute),
            "party_id": Column(talk.party + 1, "%d"),
            "staff_id": _staff(world, said, sellers, agent),
            "channel": of_phrase([p.channel for p in said]),
            "direction": of_phrase([p.direction for p in said]),
            "started_at": moment(talk.minute),
            "ended_at": moment(np.where(talk.minutes > 0, talk.minute + talk.minutes, NONE)),
            "subject": _subject(world, said),
            "body": of_phrase([p.body for p in said]),
            "reason": of_phrase([p.reason for p in said]),
            "outcome": of_phrase(["reached" if p.channel == "phone" else "" for p in said]),
            "sentiment": of_phrase([p.sentiment for p in said]),
            "next_step": "",
            "resolved_at": moment(talk.resolved),
            "resolution": Labels(texts([solved, ""]), np.where(talk.resolved >= 0, 0, NONE)),
        },
    )


def _staff(world: World, said: list[Phrase], sellers: Ints, agent: int) -> Column:
    talk = world.interactions
    by_agent = often(dice(world.seed, "staff"), 0.2, talk.count)
    attended = np.array([p.channel not in {"web", "sms", "portal"} for p in said])[talk.phrase]
    return or_null(np.where(by_agent, agent, sellers[world.owner[talk.party]]), attended)


def _subject(world: World, said: list[Phrase]) -> tuple[Labels, Labels, Labels]:
    """Return the subject in three parts: what stands before the product's name, the name, what stands after."""
    talk = world.interactions
    cut = [phrase.subject.partition("{p}") for phrase in said]
    names_it = np.array([parts[1] != "" for parts in cut])[talk.phrase]
    return (
        Labels(texts([parts[0] for parts in cut]), talk.phrase),
        Labels(
            texts([*product_names(world.language).tolist(), ""]),
            np.where(names_it, talk.product, NONE),
        ),
        Labels(texts([parts[2] for parts in cut]), talk.phrase),
    )


def tasks(world: World, found: Standing, sellers: Ints) -> Iterator[Rows]:
    """Return the next steps as tasks of the customers' sellers."""
    planned = np.flatnonzero(found.step >= 0)
    rng = dice(world.seed, "tasks")
    count = len(planned)
    owner = sellers[world.owner[planned]]
    yield Rows(
        "touchpoints_task",
        count,
        {
            "id": Column(np.arange(1, count + 1), "%d"),
            "title": Labels(texts(NEXT_STEPS[world.language]), found.step[planned]),
            "details": "",
            "party_id": Column(planned + 1, "%d"),
            "assignee_id": Column(owner, "%d"),
            "made_by_id": Column(owner, "%d"),
            "due_on": world.calendar.day(found.step_on[planned]),
            "priority": Column(between(rng, 1, 3, count), "%d"),
        },
    )
