"""The rows of accounts, consent, tags and notes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rapport.config.demo.dice import Flags, Ints, between, dice, often, weighted
from rapport.config.demo.rows import DAY, Cents, Column, Labels, Rows, texts
from rapport.config.demo.tables_customers import TAGS, Standing, reachable
from rapport.config.demo.world import World

WORDING = "2024-05"
NOTES = {
    "en": ["Prefers WeChat, never before nine.", "Pays by company transfer; invoice to the head office.", "Travels with his mother; ground floor if possible.", "Collects old films; tell him about new arrivals.", "Wants quotes in writing."],
    "zh-hans": ["偏好微信，九点前勿扰。", "公司转账付款，发票寄总部。", "带母亲出行，尽量安排一楼。", "收藏老电影，新片到货要通知。", "报价要书面的。"],
}  # fmt: skip


def buyers(world: World) -> Ints:
    """Return the positions of the parties that have an account: whoever ordered, and every company."""
    bought = np.zeros(world.parties, dtype=bool)
    bought[world.orders.person] = True
    bought[world.people.count :] = True
    return np.flatnonzero(bought)


def accounts(world: World, found: Standing, sellers: Ints) -> Rows:
    """Return the terms on which customers buy."""
    rng = dice(world.seed, "accounts")
    party = buyers(world)
    count = len(party)
    company = party >= world.people.count
    spent = np.zeros(world.parties)
    np.add.at(spent, world.orders.person, world.orders.sums(world.orders.net + world.orders.tax))
    tier = np.searchsorted(np.array([1_500_000, 5_000_000]), spent[party])
    tier = np.where(company, weighted(rng, np.array([55, 25, 15, 5]), count), tier)
    limit = np.where(company, between(rng, 1, 40, count) * 500_000, 0)
    return Rows(
        "customers_account",
        count,
        {
            "id": Column(np.arange(1, count + 1), "%d"),
            "created_at": world.calendar.moment(found.since[party]),
            "party_id": Column(party + 1, "%d"),
            "number": ("A-", Column(party + 100_001, "%d")),
            "tier": Labels(texts(["standard", "silver", "gold", "key"]), tier),
            "payment_days": Labels(texts(["0", "30"]), company.astype(np.int64)),
            "credit_limit": Cents(limit),
            "currency": "CNY",
            "manager_id": Column(sellers[world.owner[party]], "%d"),
        },
    )


def consents(world: World, found: Standing) -> Rows:
    """Return the ledger of consent: service when they came, offers from many, some withdrawn since."""
    rng = dice(world.seed, "consents")
    points = np.flatnonzero(reachable(world))
    count = len(points)
    since = found.since[world.contacts.party[points]]
    asked = often(rng, 0.7, count)
    offers = often(rng, 0.35, count) & asked
    later = since + between(rng, 20 * DAY, 500 * DAY, count)
    gone = offers & often(rng, 0.15, count) & (later < world.calendar.days * DAY)

    def stacked(*columns: Ints) -> Ints:
        return np.concatenate(
            [c[kept] for c, kept in zip(columns, (asked, offers, gone), strict=True)]
        )

    at = stacked(since + 5, since + 5, later)
    size = [int(kept.sum()) for kept in (asked, offers, gone)]
    source = between(rng, 0, 2, len(at))
    order = np.argsort(at, kind="stable")
    return Rows(
        "customers_consentevent",
        len(at),
        {
            "id": Column(np.arange(1, len(at) + 1), "%d"),
            "contact_point_id": Column(stacked(points, points, points)[order] + 1, "%d"),
            "purpose": Labels(texts(["service", "offers"]), np.repeat([0, 1, 1], size)[order]),
            "decision": Labels(texts(["given", "withdrawn"]), np.repeat([0, 0, 1], size)[order]),
            "wording": WORDING,
            "source": Labels(texts(["form", "web", "phone"]), source[order]),
            "evidence": "",
            "at": world.calendar.moment(at[order]),
        },
    )


def tags(world: World) -> Iterator[Rows]:
    """Return tags, and who carries them."""
    rng = dice(world.seed, "tags")
    names = texts(TAGS[world.language])
    yield Rows(
        "customers_tag",
        len(names),
        {"id": Column(np.arange(1, len(names) + 1), "%d"), "name": Column(names)},
    )
    carries: Flags = rng.random((world.people.count, len(names))) < np.array(
        [0.06, 0.03, 0.05, 0.04, 0.0, 0.04, 0.02, 0.01]
    )
    party, tag = np.nonzero(carries)
    yield Rows(
        "customers_partytag",
        len(party),
        {
            "id": Column(np.arange(1, len(party) + 1), "%d"),
            "party_id": Column(party + 1, "%d"),
            "tag_id": Column(tag + 1, "%d"),
        },
    )


def notes(world: World, sellers: Ints) -> Rows:
    """Return what colleagues wrote down."""
    rng = dice(world.seed, "notes")
    party = np.flatnonzero(often(rng, 0.05, world.parties))
    written = between(rng, 0, world.calendar.days - 1, len(party)) * DAY + 700
    bodies = texts(NOTES[world.language])
    return Rows(
        "customers_note",
        len(party),
        {
            "id": Column(np.arange(1, len(party) + 1), "%d"),
            "created_at": world.calendar.moment(written),
            "party_id": Column(party + 1, "%d"),
            "author_id": Column(sellers[world.owner[party]], "%d"),
            "body": Labels(bodies, between(rng, 0, len(bodies) - 1, len(party))),
            "written_at": world.calendar.moment(written),
        },
    )
