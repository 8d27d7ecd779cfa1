"""The companies among the customers, who works there, and who reports to whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Ints, Texts, between, dice, often, weighted
from rapport.config.demo.people import People
from rapport.config.demo.words import column, numbers, read

SHARE = 0.12  # companies per person
EMPLOYED = 0.4
TITLES = {
    "zh": [
        "总经理",
        "采购总监",
        "财务经理",
        "IT 支持",
        "行政主管",
        "采购专员",
        "销售经理",
        "工程师",
    ],
    "en": [
        "Managing director",
        "Head of procurement",
        "Finance manager",
        "IT support",
        "Office manager",
        "Buyer",
        "Sales manager",
        "Engineer",
    ],
}
DEPARTMENTS = {
    "zh": ["管理层", "采购部", "财务部", "信息部", "行政部", "采购部", "销售部", "工程部"],
    "en": [
        "Management",
        "Procurement",
        "Finance",
        "IT",
        "Office",
        "Procurement",
        "Sales",
        "Engineering",
    ],
}


@dataclass(frozen=True)
class Organizations:
    """Companies, column by column."""

    name: Texts
    latin: Texts
    legal: Texts
    trade: Ints  # row of trades.tsv
    domain: Texts
    city: Ints
    owner: Ints
    size: Ints

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.name)


@dataclass(frozen=True)
class Jobs:
    """Who works where: positions of person, company and job title, and the row of the manager (-1: nobody)."""

    person: Ints
    organization: Ints
    title: Ints
    manager: Ints
    since: Ints  # days before the last day


def make_organizations(seed: int, people: int, sellers: int) -> Organizations:
    """Invent companies: place, first word, trade; the number keeps names apart when words run out."""
    rng = dice(seed, "organizations")
    count = max(4, int(people * SHARE))
    first = weighted(rng, numbers("organizations", 2), count)
    trade = between(rng, 0, len(read("trades")) - 1, count)
    chinese_cities = np.array([row[3] == "CN" for row in read("cities")])
    city = weighted(rng, numbers("cities", 5) * chinese_cities, count)
    number = np.arange(count)
    branch = np.where(often(rng, 0.35, count), column("cities", 0)[city], "")
    name = branch + column("organizations", 0)[first] + column("trades", 0)[trade]
    latin = column("organizations", 1)[first] + " " + column("trades", 1)[trade]
    domains = [
        f"{word.lower()}{n}.example"
        for word, n in zip(column("organizations", 1)[first], number, strict=True)
    ]
    return Organizations(
        name=name,
        latin=latin,
        legal=column("cities", 0)[city]
        + column("organizations", 0)[first]
        + column("trades", 0)[trade]
        + "有限公司",
        trade=trade,
        domain=np.array(domains, dtype=object),
        city=city,
        owner=weighted(rng, np.linspace(1.4, 0.6, sellers), count),
        size=weighted(rng, np.array([30, 35, 20, 10, 5]), count),
    )


def make_jobs(seed: int, people: People, organizations: Organizations) -> Jobs:
    """Give many people an employer. The first at a company leads it, the next two lead the others."""
    rng = dice(seed, "jobs")
    person = np.flatnonzero(often(rng, EMPLOYED, people.count) & (people.birth_year < 2004))
    weights = np.array([2, 6, 14, 30, 60])[organizations.size]
    organization = weighted(rng, weights, len(person))
    order = np.argsort(organization, kind="stable")
    person, organization = person[order], organization[order]
    begins = np.searchsorted(organization, organization)
    rank = np.arange(len(person)) - begins  # 0 for the first at each company
    lead = begins + np.where(rank < 3, 0, 1 + (rank % 2))
    title = np.where(rank == 0, 0, np.where(rank < 3, rank, 3 + rank % 5))
    return Jobs(
        person=person,
        organization=organization,
        title=title,
        manager=np.where(rank == 0, -1, lead),
        since=between(rng, 30, 3000, len(person)),
    )
