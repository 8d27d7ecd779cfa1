"""How customers are reached: telephones as people type them, e-mail, WeChat, addresses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Flags, Ints, Texts, between, dice, often, weighted
from rapport.config.demo.duplicates import SECOND_PHONE, Duplicates
from rapport.config.demo.households import Households
from rapport.config.demo.organizations import Organizations
from rapport.config.demo.people import People
from rapport.config.demo.words import column, read

MOBILE = np.array(
    [
        *(str(prefix) for prefix in (*range(130, 134), *range(135, 140), 150, 151, 152)),
        *(str(prefix) for prefix in (*range(155, 160), 176, 177, 178, *range(180, 183))),
        *(str(prefix) for prefix in (*range(185, 190), 199)),
    ],
    dtype=object,
)
# Mobile numbers abroad, in one small block of each country.
ABROAD = {
    "GB": ("+44 7400 123%03d", 1000),
    "FR": ("+33 6 12 34 %02d %02d", 10_000),
    "DE": ("+49 171 39200%02d", 100),
    "AT": ("+43 664 55%05d", 100_000),
    "ES": ("+34 612 34%04d", 10_000),
    "NL": ("+31 6 1234%04d", 10_000),
    "DK": ("+45 31 23 %02d %02d", 10_000),
    "PL": ("+48 512 34%04d", 10_000),
}
MAILS = np.array(["post.example", "mail.example", "letter.example", "inbox.example"], dtype=object)
ROADS = np.array(
    [
        "人民路",
        "中山路",
        "解放路",
        "建设路",
        "海秀路",
        "龙昆路",
        "滨海大道",
        "南京路",
        "和平路",
        "文化路",
    ],
    dtype=object,
)
STREETS = np.array(
    ["Hauptstraße", "High Street", "Rue de la Paix", "Calle Mayor", "Stationsweg", "Birkevej"],
    dtype=object,
)
CHANNELS = ["phone", "email", "wechat", "address", "web"]
LABELS = ["mobile", "home", "work", ""]


@dataclass(frozen=True)
class Contacts:
    """Contact points column by column, those of one party together. Address parts are empty for other channels."""

    party: Ints  # position: people first, then companies
    channel: Ints
    raw: Texts
    normalized: Texts
    extension: Texts
    label: Ints
    city: Ints  # row of cities.tsv, -1 when it is no address
    street: Texts
    postcode: Texts
    primary: Flags


Block = tuple[Ints, int, Texts, Texts, Texts, int, Ints, Texts, Texts, bool]


def make_contacts(
    seed: int,
    people: People,
    households: Households,
    duplicates: Duplicates,
    organizations: Organizations,
) -> Contacts:
    """Invent contact points for people and companies; a second record shares telephone or e-mail with the first."""
    rng = dice(seed, "contacts")
    blocks = [
        *_phones(rng, people, _same_phone(people, households, duplicates)),
        _emails(rng, people, duplicates),
        _wechat(rng, people),
        _addresses(rng, people),
        *_company(rng, people.count, organizations),
    ]
    size = [len(block[0]) for block in blocks]
    party = np.concatenate([block[0] for block in blocks])
    order = np.argsort(party, kind="stable")

    def joined(position: int) -> Texts:
        return np.concatenate([block[position] for block in blocks])[order]

    def repeated(position: int) -> Ints:
        return np.repeat(np.array([int(block[position]) for block in blocks]), size)[order]

    return Contacts(
        party=party[order],
        channel=repeated(1),
        raw=joined(2),
        normalized=joined(3),
        extension=joined(4),
        label=repeated(5),
        city=joined(6).astype(np.int64),
        street=joined(7),
        postcode=joined(8),
        primary=repeated(9).astype(bool),
    )


def _block(
    party: Ints, channel: int, raw: Texts, normalized: Texts, label: int, *, primary: bool = True
) -> Block:
    empty = np.full(len(party), "", dtype=object)
    return (
        party,
        channel,
        raw,
        normalized,
        empty,
        label,
        np.full(len(party), -1),
        empty,
        empty,
        primary,
    )


def _same_phone(people: People, households: Households, duplicates: Duplicates) -> Ints:
    """Return whose number everybody has: her own, the head's of her household, or that of her first record."""
    same = np.arange(people.count)
    sharing = households.shares_phone
    same[households.member[sharing]] = households.head[households.member_of[sharing]]
    repeats = duplicates.kind != SECOND_PHONE
    same[duplicates.copy[repeats]] = same[duplicates.original[repeats]]
    return same


def _phones(rng: np.random.Generator, people: People, same: Ints) -> list[Block]:
    raw, normalized = _mobiles(rng, people, same)
    has = np.flatnonzero(often(rng, 0.97, people.count))
    first = _block(has, 0, raw[has], normalized[has], 0)
    others = np.flatnonzero(often(rng, 0.1, people.count) & _in_china(people.city))
    code = column("cities", 4)[people.city[others]]
    local = between(rng, 62_000_000, 68_999_999, len(others))
    tail = np.array([str(n) for n in local.tolist()], dtype=object)
    second = _block(
        others,
        0,
        "(" + code + ") " + tail,
        "+86" + np.array([c[1:] for c in code.tolist()], dtype=object) + tail,
        1,
        primary=False,
    )
    return [first, second]


def _mobiles(rng: np.random.Generator, people: People, same: Ints) -> tuple[Texts, Texts]:
    """Return one mobile number for everybody: as typed, in one of seven habits, and as E.164."""
    count = people.count
    prefix = MOBILE[between(rng, 0, len(MOBILE) - 1, count)][same]
    middle = _digits(between(rng, 0, 9999, count))[same]
    last = _digits(between(rng, 0, 9999, count))[same]
    habit = weighted(rng, np.array([40, 20, 12, 10, 8, 6, 4]), count)
    raw = np.choose(
        habit,
        [
            prefix + middle + last,
            prefix + " " + middle + " " + last,
            prefix + "-" + middle + "-" + last,
            "+86 " + prefix + " " + middle + " " + last,
            "0086" + prefix + middle + last,
            "86-" + prefix + middle + last,
            prefix + "." + middle + "." + last,
        ],
    )
    normalized = "+86" + prefix + middle + last
    countries = [row[3] for row in read("cities")]
    for country, (shape, size) in ABROAD.items():
        here = np.flatnonzero(np.array([c == country for c in countries])[people.city])
        drawn = between(rng, 0, size - 1, count)[same][here].tolist()
        typed = [shape % divmod(n, 100) if shape.count("%") == 2 else shape % n for n in drawn]
        raw[here] = np.array(typed, dtype=object)
        normalized[here] = np.array([text.replace(" ", "") for text in typed], dtype=object)
    return raw, normalized


def _in_china(city: Ints) -> Flags:
    return np.array([row[3] == "CN" for row in read("cities")])[city]


def _digits(numbers: Ints) -> Texts:
    table = np.array([f"{n:04}" for n in range(10_000)], dtype=object)
    return table[numbers]


def _emails(rng: np.random.Generator, people: People, duplicates: Duplicates) -> Block:
    count = people.count
    local = [_local(text) for text in people.sort_key.tolist()]
    year = (people.birth_year % 100).astype(object)
    number = between(rng, 1, 9999, count).astype(object)
    tail = np.where(often(rng, 0.6, count), year, number).astype(str).astype(object)
    address = np.array(local, dtype=object) + tail + "@" + MAILS[between(rng, 0, 3, count)]
    has = often(rng, 0.7, count)
    repeats = duplicates.kind == SECOND_PHONE
    first, second = duplicates.original[repeats], duplicates.copy[repeats]
    has[first] = has[second] = True
    address[second] = address[first]
    rows = np.flatnonzero(has)
    capital = often(rng, 0.05, len(rows)).tolist()
    typed = zip(address[rows].tolist(), capital, strict=True)
    raw = np.array([text.title() if up else text for text, up in typed], dtype=object)
    return _block(rows, 1, raw, address[rows], 3)


def _local(sort_key: str) -> str:
    return ".".join(
        "".join(c for c in word if c.isascii() and c.isalnum()) for word in sort_key.split(" ", 1)
    )


def _wechat(rng: np.random.Generator, people: People) -> Block:
    has = np.flatnonzero(often(rng, 0.6, people.count) & people.chinese)
    start = [text.replace(" ", "_") for text in people.sort_key[has].tolist()]
    name = np.array(start, dtype=object) + "_" + _digits(between(rng, 0, 9999, len(has)))
    return _block(has, 2, name, name, 3)


def _addresses(rng: np.random.Generator, people: People) -> Block:
    has = np.flatnonzero(often(rng, 0.75, people.count))
    city = people.city[has]
    number = between(rng, 1, 399, len(has)).astype(str).astype(object)
    flat = between(rng, 101, 2604, len(has)).astype(str).astype(object)
    chinese = _in_china(city)
    street = np.where(
        chinese,
        ROADS[between(rng, 0, len(ROADS) - 1, len(has))] + number + "号 " + flat + "室",
        STREETS[between(rng, 0, len(STREETS) - 1, len(has))] + " " + number,
    )
    return _address(has, city, street, chinese, 1)


def _address(party: Ints, city: Ints, street: Texts, chinese: Flags, label: int) -> Block:
    place, region, postcode = (column("cities", n)[city] for n in (0, 2, 6))
    area = np.where(region == place, place, region + place)
    raw = np.where(chinese, area + street, street + ", " + postcode + " " + place)
    empty = np.full(len(party), "", dtype=object)
    folded = np.array([text.casefold() for text in raw.tolist()], dtype=object)
    return (party, 3, raw, folded, empty, label, city, street, postcode, True)


def _company(rng: np.random.Generator, offset: int, organizations: Organizations) -> list[Block]:
    party = offset + np.arange(organizations.count)
    code = column("cities", 4)[organizations.city]
    local = between(rng, 60_000_000, 69_999_999, organizations.count)
    tail = local.astype(str).astype(object)
    extension = np.where(
        often(rng, 0.3, len(party)), between(rng, 8001, 8999, len(party)).astype(str), ""
    ).astype(object)
    suffix = np.where(extension == "", "", " 转 " + extension)
    phone = _block(
        party,
        0,
        code + "-" + tail + suffix,
        "+86" + np.array([c[1:] for c in code.tolist()], dtype=object) + tail,
        2,
    )
    mail = _block(party, 1, "office@" + organizations.domain, "office@" + organizations.domain, 2)
    web = _block(party, 4, "www." + organizations.domain, "https://www." + organizations.domain, 2)
    number = between(rng, 1, 999, len(party)).astype(str).astype(object)
    street = ROADS[between(rng, 0, len(ROADS) - 1, len(party))] + number + "号"
    address = _address(party, organizations.city, street, np.full(len(party), fill_value=True), 2)
    return [(*phone[:4], extension, *phone[5:]), mail, web, address]
