"""The whole invented company, made in the order in which one part needs another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from rapport.config.demo.contacts import Contacts, make_contacts
from rapport.config.demo.dice import Ints
from rapport.config.demo.duplicates import Duplicates, make_duplicates
from rapport.config.demo.households import Households, make_households
from rapport.config.demo.interactions import Interactions, make_interactions
from rapport.config.demo.orders import Orders, make_orders
from rapport.config.demo.organizations import (
    Jobs,
    Organizations,
    make_jobs,
    make_organizations,
)
from rapport.config.demo.people import People, make_people
from rapport.config.demo.purchases import make_purchases
from rapport.config.demo.rows import Calendar
from rapport.config.demo.words import phrases


@dataclass(frozen=True)
class World:
    """Everything that was invented, by position; people come first among the parties, companies after them."""

    seed: int
    language: str
    calendar: Calendar
    people: People
    duplicates: Duplicates
    organizations: Organizations
    jobs: Jobs
    households: Households
    contacts: Contacts
    orders: Orders
    interactions: Interactions

    @property
    def parties(self) -> int:
        """Return how many customers there are, people and companies."""
        return self.people.count + self.organizations.count

    @property
    def owner(self) -> Ints:
        """Return for each party the position of its seller."""
        return np.concatenate([self.people.owner, self.organizations.owner])


def make_world(seed: int, customers: int, until: date, sellers: int, language: str = "en") -> World:
    """Invent a company with so many people as customers; the same for the same seed, number and day."""
    calendar = Calendar(until)
    people = make_people(seed, customers, sellers)
    households = make_households(seed, people)
    duplicates = make_duplicates(seed, people)
    organizations = make_organizations(seed, customers, sellers)
    orders = make_orders(seed, people, make_purchases(seed, customers, calendar), calendar)
    return World(
        seed=seed,
        language=language,
        calendar=calendar,
        people=people,
        duplicates=duplicates,
        organizations=organizations,
        jobs=make_jobs(seed, people, organizations),
        households=households,
        contacts=make_contacts(seed, people, households, duplicates, organizations),
        orders=orders,
        interactions=make_interactions(
            seed, orders, customers, customers + organizations.count, phrases(language), calendar
        ),
    )
