"""Founding Haina in an empty database: colleagues, catalogue, customers, and all that happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rapport.config.demo import (
    hero,
    load,
    tables_business as business,
    tables_customers as customers,
    tables_terms as terms,
)
from rapport.config.demo.rows import Rows
from rapport.config.demo.staff import Staff, hire, seller_count
from rapport.config.demo.world import World, make_world
from rapport.config.problem import Problem
from rapport.core.search.kinds import kinds
from rapport.core.search.rebuilding import rebuild
from rapport.customers.parties.models import Party


class NotEmpty(Problem):
    """There are customers in this database already. The demo company needs an empty one: name another data folder by RAPPORT_HOME."""


@dataclass(frozen=True)
class Wanted:
    """Which demo company: the same values give the same rows, on every machine and day."""

    customers: int
    seed: int
    until: date
    language: str
    password: str


MANY = 50_000  # customers from which on the search index is cheaper to make anew than to extend


def is_empty() -> bool:
    """Tell whether there is no customer yet."""
    return not Party.objects.exists()


def all_rows(world: World, staff: Staff) -> Iterator[Rows]:
    """Return the rows of every table, parents first."""
    sellers, where = staff.sellers, customers.standing(world)
    yield business.products(world.language)
    yield customers.parties(world, where, sellers)
    yield customers.people(world)
    yield customers.organizations(world)
    yield customers.affiliations(world)
    yield from customers.households(world)
    yield customers.contact_points(world, where)
    yield terms.accounts(world, where, sellers)
    yield terms.consents(world, where)
    yield from terms.tags(world)
    yield terms.notes(world, sellers)
    yield business.orders(world, sellers)
    yield business.order_lines(world)
    yield business.interactions(world, sellers, staff.agent.pk)
    yield from business.tasks(world, where, sellers)


def found_haina(wanted: Wanted, progress: load.Progress) -> World:
    """Make the demo company, all of it or nothing."""
    if not is_empty():
        raise NotEmpty
    world = make_world(
        wanted.seed,
        wanted.customers,
        wanted.until,
        seller_count(wanted.customers),
        wanted.language,
    )
    with transaction.atomic():
        staff = hire(wanted.seed, wanted.customers, wanted.password, wanted.language)
        tables: dict[str, int] = {}

        def counted(table: str, count: int) -> None:
            tables[table] = tables.get(table, 0) + count
            progress(table, count)

        load.copy(load.ahead(load.stretches(all_rows(world, staff))), counted)
        load.move_sequences(table for table in tables if table not in WITHOUT_SEQUENCE)
        hero.tell(hero.Teller(wanted.language, wanted.until, staff))
        load.analyze(tables)
        with load.words_indexed_last(when=wanted.customers >= MANY):
            for kind in kinds():
                rebuild(kind)
    return world


WITHOUT_SEQUENCE = {"customers_person", "customers_organization"}
