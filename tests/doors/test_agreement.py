"""Every door shows the same rows: list, count, get, search, export and page, over generated users and rows."""

from __future__ import annotations

import csv
import io
import random
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conftest import make_user
from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product
from rapport.core.access.models import Team, User
from rapport.core.action import last_group
from rapport.core.assembly import listed
from rapport.core.exports.writing import csv_lines
from rapport.core.leaving.actions import deactivate_user
from rapport.core.search.queries import search
from rapport.core.tokens.actions import create_token
from rapport.core.undo.actions import undo
from rapport.customers.organizations.actions import create_organization
from rapport.customers.parties.actions import assign_parties, trash_parties
from rapport.customers.parties.models import Party, Share
from rapport.customers.people.actions import create_person
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order

ROLES = ["seller", "sales_manager", "marketer", "agent", "analyst", "partner", "administrator"]
KINDS = {"people": "person", "organizations": "organization"}
TRADE: dict[str, tuple[str, type[Any]]] = {
    "products": ("product", Product),
    "orders": ("order", Order),
}


class World:
    """Users of all roles in a tree of teams, and records that belong to some of them, some shared, some in the trash."""

    def __init__(self, seed: int, at: Any) -> None:
        chance = random.Random(seed)
        top = Team.objects.create(name="Top")
        teams = [top, *(Team.objects.create(name=f"T{n}", parent=top) for n in range(2))]
        self.users = [
            make_user(f"U{n}", chance.choice(ROLES), chance.choice([*teams, None]))
            for n in range(8)
        ]
        writers = [make_user(f"W{n}", "administrator", chance.choice(teams)) for n in range(3)]
        self.users += writers
        for number in range(30):
            owner = chance.choice([*self.users, *writers])
            by = writers[0]
            if chance.random() < 0.6:
                create_person(by=by, at=at, family="Zhao", given=f"Nr{number}", owner=owner)
            else:
                create_organization(by=by, at=at, legal_name=f"Zhao {number} Ltd", owner=owner)
        parties = list(Party.objects.all())
        for party in chance.sample(parties, 8):
            share = {"user": chance.choice(self.users)} if chance.random() < 0.5 else {"team": top}
            Share.objects.create(party=party, **share)
        for number, party in enumerate(chance.sample(parties, 10)):
            line = LineInput(description="Zhao", quantity=Decimal(1), unit_price=Decimal(number))
            place_order(
                by=writers[0], at=at, party_id=party.pk, number=f"Zhao-{number}", lines=[line]
            )
        create_product(by=writers[0], at=at, sku="Z", name="Zhao lamp", currency="CNY")
        trash_parties([p.pk for p in chance.sample(parties, 4)], by=writers[0], at=at)
        self.move(chance, at, writers[0])

    def move(self, chance: random.Random, at: Any, by: User) -> None:
        """Give records to others, as they change hands in a company: assigned, handed over, and one of it undone."""
        kept = list(Party.objects.kept())
        for _turn in range(3):
            ids = [party.pk for party in chance.sample(kept, 6)]
            assign_parties(ids, by=by, at=at, owner_id=chance.choice(self.users).pk)
        undo(last_group(), by=by, at=at)
        leaver = max(self.users[:8], key=lambda user: Party.objects.filter(owner=user).count())
        self.users.remove(leaver)
        heirs = [user.pk for user in chance.sample(self.users, 2)]
        deactivate_user(leaver.pk, by=by, at=at, heirs=heirs)


@pytest.mark.parametrize("seed", range(3))
def test_all_doors_agree(db: None, at: Any, seed: int) -> None:
    for user in World(seed, at).users:
        for name, kind in KINDS.items():
            seen = Party.objects.visible_to(user).kept().filter(kind=kind)
            expected = set(seen.values_list("pk", flat=True))
            assert found(user, kind) == expected, (user, "search")
            assert exported(user, name) <= set(seen.values_list("display_name", flat=True))
            parties = Party.objects.filter(kind=kind, trashed_at=None)
            check_api(user, name, expected, at, parties)
        for name, (kind, model) in TRADE.items():
            expected = set(model.objects.visible_to(user).values_list("pk", flat=True))
            assert found(user, kind) == expected, (user, "search")
            check_api(user, name, expected, at, model.objects.all())


def found(user: User, kind: str) -> set[int]:
    """Return what search finds; every record is named Zhao."""
    return {one.object_id for one in search(user, "zhao", only=[kind], limit=500, each=500)}


def exported(user: User, name: str) -> set[str]:
    """Return the names that an export holds."""
    lines = "".join(csv_lines(listed("lists")[name].spec, user, "", for_excel=False))
    return {row[0] for row in list(csv.reader(io.StringIO(lines)))[1:]}


def check_api(user: User, name: str, expected: set[int], at: Any, rows: Any) -> None:
    """Ask every record over the API, in the list and one by one."""
    if not any("core.use_api" in role.scopes() for role in (g.role for g in user.grants.all())):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    else:
        secret = create_token(by=user, at=at, name="walk")[1]
        client = Client(headers={"Authorization": f"Bearer {secret}"})
    items = client.get(f"/api/v1/{name}?limit=500").json()["items"]
    assert {one["id"] for one in items} == expected, (user, "list")
    assert client.get(f"/api/v1/{name}/count").json()["count"] == len(expected), (user, "count")
    for row in rows:
        status = client.get(f"/api/v1/{name}/{row.pk}").status_code
        assert status == (200 if row.pk in expected else 404), (user, row)


def test_what_is_exported_is_what_may_be_exported(db: None, at: Any) -> None:
    """A marketer exports all that he sees; an agent sees all and exports nothing."""
    world = World(7, at)
    marketer = make_user("Mark", "marketer")
    everything = Party.objects.kept().people().values_list("display_name", flat=True)
    assert exported(marketer, "people") == set(everything)
    agent = make_user("Agent", "agent")
    assert exported(agent, "people") == set()
    assert world.users
