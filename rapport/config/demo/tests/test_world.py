"""The invented company is the same every time, and like life."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np

from rapport.config.demo import found
from rapport.config.demo.contacts import CHANNELS
from rapport.config.demo.duplicates import KINDS, SECOND_PHONE
from rapport.config.demo.orders import FILM, NONE, TRIP
from rapport.config.demo.purchases import busyness
from rapport.config.demo.rows import DAY
from rapport.config.demo.staff import Staff
from rapport.config.demo.tests.conftest import UNTIL
from rapport.config.demo.world import World, make_world
from rapport.customers.contactpoints.normalizing import normalize
from rapport.customers.parties.naming import display_name, latin_name, person_sort_key

NINES = str.maketrans("0123456789", "9" * 10)


class _Somebody:
    pk = 9


def _digest(world: World) -> str:
    staff = Staff(np.arange(10, 17), _Somebody(), _Somebody(), _Somebody())
    digest = hashlib.sha256()
    for rows in found.all_rows(world, staff):
        for chunk in rows.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def test_the_same_seed_and_day_give_the_same_rows(world: World) -> None:
    assert _digest(world) == _digest(make_world(1, 1_000, UNTIL, sellers=7))


def test_another_seed_gives_other_rows(world: World) -> None:
    assert _digest(world) != _digest(make_world(2, 1_000, UNTIL, sellers=7))


def test_every_person_has_ten_interactions_on_average(world: World) -> None:
    assert world.interactions.count == 10 * world.people.count


def test_nothing_happens_after_the_last_day(world: World) -> None:
    end = world.calendar.days * DAY
    orders, talk = world.orders, world.interactions
    moments = (orders.ordered, orders.delivered, orders.returned, orders.cancelled, talk.minute)
    assert all(column.max() < end for column in moments)
    assert talk.resolved.max() < end


def test_customers_buy_until_they_quietly_stop() -> None:
    """Some never buy, many buy once, a few very often; who bought often lately is likely to come again."""
    world = make_world(3, 5_000, UNTIL, sellers=7)
    times = np.bincount(world.orders.person, minlength=world.people.count)
    assert 0.1 < (times == 0).mean() < 0.3
    assert np.percentile(times, 99) > 5 * np.median(times)
    half = world.calendar.days * DAY // 2
    early = np.bincount(world.orders.person[world.orders.ordered < half], minlength=len(times))
    late = np.bincount(world.orders.person[world.orders.ordered >= half], minlength=len(times))
    assert late[early >= 4].mean() > 2 * late[early == 1].mean()


def test_seasons_follow_the_chinese_year() -> None:
    assert busyness("notebook", date(2025, 6, 18)) > 2
    assert busyness("notebook", date(2025, 11, 11)) > 2
    assert busyness("notebook", date(2026, 2, 19)) < 0.5  # Spring Festival was on 17 February
    assert busyness("trip", date(2025, 9, 10)) > 1.5  # booked before Golden Week
    assert busyness("film", date(2026, 2, 21)) > busyness("film", date(2026, 3, 21))


def test_names_are_spelled_as_the_product_spells_them(world: World) -> None:
    folk, odd = world.people, []
    plain = np.setdiff1d(np.arange(folk.count), world.duplicates.copy)
    for row in plain.tolist():
        family, given = folk.family[row], folk.given[row]
        latin = latin_name(folk.name[row], family=family)
        expected = (display_name(family, given), latin, person_sort_key(family, given, latin))
        if (folk.name[row], folk.latin[row], folk.sort_key[row]) != expected:
            odd.append((folk.name[row], folk.latin[row], folk.sort_key[row], expected))
    assert odd == []


def test_contact_points_are_messy_but_mean_what_they_say(world: World) -> None:
    """What is stored as normalized is what the product makes of what was typed."""
    contacts, wrong = world.contacts, []
    for row in range(0, len(contacts.party), 3):
        channel = CHANNELS[contacts.channel[row]]
        made = normalize(channel, contacts.raw[row], region="CN")
        if (made.value, made.extension) != (contacts.normalized[row], contacts.extension[row]):
            wrong.append((contacts.raw[row], made, contacts.normalized[row]))
    assert wrong == []
    habits = {raw.translate(NINES) for raw in contacts.raw[contacts.channel == 0]}
    assert len(habits) > 10


def test_duplicates_share_a_phone_or_an_address(world: World) -> None:
    twice, contacts = world.duplicates, world.contacts
    assert len(twice.copy) == 20
    assert set(twice.kind.tolist()) <= set(range(len(KINDS)))
    for copy, original, kind in zip(twice.copy, twice.original, twice.kind, strict=True):
        channel = 1 if kind == SECOND_PHONE else 0
        of_copy = contacts.normalized[(contacts.party == copy) & (contacts.channel == channel)]
        of_original = contacts.normalized[
            (contacts.party == original) & (contacts.channel == channel)
        ]
        if len(of_copy) and len(of_original):
            assert set(of_copy) & set(of_original)


def test_a_household_shares_city_and_colleague(world: World) -> None:
    homes, folk = world.households, world.people
    head = homes.head[homes.member_of]
    assert (folk.city[homes.member] == folk.city[head]).all()
    assert (folk.owner[homes.member] == folk.owner[head]).all()
    child = homes.role == 2
    assert (folk.birth_year[homes.member[child]] > folk.birth_year[head[child]] + 15).all()


def test_managers_work_at_the_same_company(world: World) -> None:
    jobs = world.jobs
    led = np.flatnonzero(jobs.manager >= 0)
    assert (jobs.organization[jobs.manager[led]] == jobs.organization[led]).all()
    assert (jobs.manager[led] < led).all()  # nobody is above herself, by any detour


def test_a_rental_comes_back_and_a_trip_lies_ahead(world: World) -> None:
    orders = world.orders
    films = orders.line == FILM
    assert (orders.returned[~films] == NONE).all()
    assert (orders.returned[films] != NONE).mean() > 0.9
    ahead = (orders.line == TRIP) & (orders.delivered == NONE) & (orders.cancelled == NONE)
    total = orders.sums(orders.net + orders.tax)
    assert ahead.any()
    assert (orders.paid[ahead] < total[ahead]).all()
