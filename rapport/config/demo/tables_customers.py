"""The rows of the customers' tables. A party's key is its position plus one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapport.config.demo.contacts import CHANNELS, LABELS
from rapport.config.demo.dice import Flags, Ints, between, dice, often, weighted
from rapport.config.demo.households import ROLES
from rapport.config.demo.organizations import DEPARTMENTS, TITLES
from rapport.config.demo.rows import DAY, NULL, Column, Labels, Rows, flags, or_null, texts
from rapport.config.demo.words import column, phrases
from rapport.config.demo.world import World

LOST_AFTER = 540  # days without a purchase
TAGS = {
    "en": ["Family", "Student", "Film lover", "Frequent traveller", "Small business", "Newsletter", "Birthday club", "Partner referral"],
    "zh-hans": ["家庭", "学生", "影迷", "常旅客", "小企业", "订阅简报", "生日会员", "伙伴推荐"],
}  # fmt: skip
NEXT_STEPS = {
    "en": ["Ask about the notebook", "Send two offers", "Call back", "Invite to the film night", "Renew the room contract", "Qualify"],
    "zh-hans": ["回访笔记本使用情况", "发两个方案", "回电话", "邀请参加电影之夜", "续签酒店协议", "确认需求"],
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """What follows for each party from what happened: last contact, next step, lifecycle, first day."""

    touched: Ints  # minute, -1 for never
    channel: Ints  # phrase of the last contact
    lifecycle: Ints
    step: Ints  # -1 for none
    step_on: Ints  # day
    since: Ints  # minute


def standing(world: World) -> Standing:
    """Derive where each party stands."""
    rng = dice(world.seed, "standing")
    count, talk, orders = world.parties, world.interactions, world.orders
    now = world.calendar.days * DAY
    last = np.searchsorted(talk.party, np.arange(count), side="right") - 1
    spoke = (last >= 0) & (talk.party[np.maximum(last, 0)] == np.arange(count))
    latest, first = np.full(count, -1), np.full(count, now - DAY)
    np.maximum.at(latest, orders.person, orders.ordered)
    np.minimum.at(first, orders.person, orders.ordered)
    np.minimum.at(first, talk.party, talk.minute)
    lifecycle = np.where(latest < 0, 0, np.where(latest < now - LOST_AFTER * DAY, 2, 1))
    planned = often(rng, 0.2, count) & (lifecycle < 2)
    return Standing(
        touched=np.where(spoke, talk.minute[last], -1),
        channel=np.where(spoke, talk.phrase[last], -1),
        lifecycle=lifecycle,
        step=np.where(planned, between(rng, 0, 5, count), -1),
        step_on=np.where(planned, world.calendar.days + between(rng, -6, 30, count), -1),
        since=first // DAY * DAY + 540,
    )


def parties(world: World, found: Standing, sellers: Ints) -> Rows:
    """Return people and companies as parties."""
    people, companies = world.people, world.organizations
    cities = np.concatenate([people.city, companies.city])
    channels = texts([*(phrase.channel for phrase in phrases(world.language)), ""])
    steps = texts([*NEXT_STEPS[world.language], ""])
    kinds = np.repeat([0, 1], [people.count, companies.count])
    sort_key = np.char.lower(companies.latin.astype(str)).astype(object)
    return Rows(
        "customers_party",
        world.parties,
        {
            "id": Column(np.arange(1, world.parties + 1), "%d"),
            "created_at": world.calendar.moment(found.since),
            "kind": Labels(texts(["person", "organization"]), kinds),
            "display_name": Column(np.concatenate([people.name, companies.name])),
            "latin_name": Column(np.concatenate([people.latin, companies.latin])),
            "sort_key": Column(np.concatenate([people.sort_key, sort_key])),
            "owner_id": Column(sellers[world.owner], "%d"),
            "lifecycle": Labels(texts(["prospect", "customer", "former"]), found.lifecycle),
            "city": Labels(column("cities", 0), cities),
            "country": Labels(column("cities", 3), cities),
            "last_touch_at": world.calendar.moment(found.touched),
            "last_touch_channel": Labels(channels, found.channel),
            "next_step": Labels(steps, found.step),
            "next_step_on": world.calendar.day(found.step_on),
        },
    )


def people(world: World) -> Rows:
    """Return the people."""
    rng = dice(world.seed, "person")
    folk = world.people
    addressed = often(rng, 0.85, folk.count)
    born = often(rng, 0.6, folk.count)
    days = texts([f"-{1 + n // 31 % 12:02}-{1 + n % 28:02}" for n in range(365)] + [""])
    years = np.where(born, folk.birth_year.astype(object), NULL)
    return Rows(
        "customers_person",
        folk.count,
        {
            "party_id": Column(np.arange(1, folk.count + 1), "%d"),
            "family": Column(folk.family),
            "given": Column(folk.given),
            "honorific": Labels(
                texts(["mr", "ms", ""]), np.where(addressed, folk.female.astype(np.int64), -1)
            ),
            "gender": Labels(texts(["male", "female"]), folk.female.astype(np.int64)),
            "born_on": (
                Column(years),
                Labels(days, np.where(born, folk.birth_day, -1)),
            ),
            "education": Labels(
                texts(["school", "vocational", "bachelor", "master", "doctorate", ""]),
                weighted(rng, np.array([10, 15, 25, 8, 2, 40]), folk.count),
            ),
            "income_band": Labels(
                texts(["low", "middle", "upper", "top", ""]),
                weighted(rng, np.array([8, 20, 8, 2, 62]), folk.count),
            ),
            "locale": Column(folk.locale),
            "timezone": Labels(
                texts(["Asia/Shanghai", "Europe/Berlin"]), (~folk.chinese).astype(np.int64)
            ),
        },
    )


def organizations(world: World) -> Rows:
    """Return the companies."""
    companies = world.organizations
    rng = dice(world.seed, "organization")
    industries = column("trades", 2 if world.language == "en" else 3)
    tax = between(rng, 10**16, 10**17 - 1, companies.count)
    return Rows(
        "customers_organization",
        companies.count,
        {
            "party_id": Column(np.arange(companies.count) + world.people.count + 1, "%d"),
            "legal_name": Column(companies.legal),
            "trade_name": Column(companies.name),
            "tax_id": ("9", Column(tax, "%d")),
            "domains": ("{", Column(companies.domain), "}"),
            "industry": Labels(industries, companies.trade),
            "size": Labels(
                texts(["micro", "small", "medium", "large", "enterprise"]), companies.size
            ),
        },
    )


def affiliations(world: World) -> Rows:
    """Return who works where."""
    jobs = world.jobs
    words = "en" if world.language == "en" else "zh"
    since = world.calendar.days - jobs.since
    return Rows(
        "customers_affiliation",
        len(jobs.person),
        {
            "id": Column(np.arange(1, len(jobs.person) + 1), "%d"),
            "person_id": Column(jobs.person + 1, "%d"),
            "organization_id": Column(jobs.organization + world.people.count + 1, "%d"),
            "title": Labels(texts(TITLES[words]), jobs.title),
            "department": Labels(texts(DEPARTMENTS[words]), jobs.title),
            "reports_to_id": or_null(jobs.manager + 1, jobs.manager >= 0),
            "since": world.calendar.day(since),
            "is_primary": "t",
        },
    )


def households(world: World) -> Iterator[Rows]:
    """Return households and their members."""
    homes, folk = world.households, world.people
    family = folk.family[homes.head]
    name = ("Household ", Column(family)) if world.language == "en" else (Column(family), "家")
    yield Rows(
        "customers_household",
        homes.count,
        {
            "id": Column(np.arange(1, homes.count + 1), "%d"),
            "name": name,
            "head_id": Column(homes.head + 1, "%d"),
        },
    )
    yield Rows(
        "customers_member",
        len(homes.member),
        {
            "id": Column(np.arange(1, len(homes.member) + 1), "%d"),
            "household_id": Column(homes.member_of + 1, "%d"),
            "person_id": Column(homes.member + 1, "%d"),
            "role": Labels(texts(ROLES), homes.role),
        },
    )


def contact_points(world: World, found: Standing) -> Rows:
    """Return how customers are reached."""
    contacts = world.contacts
    known = contacts.city >= 0
    places = [texts([*column("cities", n).tolist(), ""]) for n in (0, 2, 3)]
    rng = dice(world.seed, "verified")
    count = len(contacts.party)
    verified = often(rng, 0.5, count) & (contacts.channel < 2)
    bounced = often(rng, 0.02, count) & (contacts.channel == 1) & ~verified
    since = found.since[contacts.party]
    return Rows(
        "customers_contactpoint",
        count,
        {
            "id": Column(np.arange(1, count + 1), "%d"),
            "created_at": world.calendar.moment(since),
            "party_id": Column(contacts.party + 1, "%d"),
            "channel": Labels(texts(CHANNELS), contacts.channel),
            "raw": Column(contacts.raw),
            "normalized": Column(contacts.normalized),
            "extension": Column(contacts.extension),
            "label": Labels(texts(LABELS), contacts.label),
            "street": Column(contacts.street),
            "postcode": Column(contacts.postcode),
            "city": Labels(places[0], np.where(known, contacts.city, -1)),
            "region": Labels(places[1], np.where(known, contacts.city, -1)),
            "country": Labels(places[2], np.where(known, contacts.city, -1)),
            "is_primary": flags(contacts.primary),
            "verified_at": world.calendar.moment(np.where(verified, since + 3, -1)),
            "bounced_at": world.calendar.moment(np.where(bounced, since + DAY, -1)),
        },
    )


def reachable(world: World) -> Flags:
    """Return the contact points of people to which consent is asked."""
    contacts = world.contacts
    return (contacts.party < world.people.count) & (contacts.channel < 3) & contacts.primary
