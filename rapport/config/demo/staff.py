"""Who works at Haina: the five who can sign in, and colleagues beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Ints
from rapport.config.demo.people import make_people
from rapport.core.access.models import Grant, Role, Team, User

DOMAIN = "haina.example"
CUSTOMERS_PER_SELLER = 2_000
TEAM_SIZE = 8


@dataclass(frozen=True)
class Colleague:
    """Somebody of the cast: her first name is what she signs in with."""

    sign_in: str
    name: str
    role: str
    team: str
    can_sign_in: bool = True


CAST = [
    Colleague("alice", "李娜 Alice", "seller", "North"),
    Colleague("bob", "陈浩 Bob", "sales_manager", "North"),
    Colleague("charlie", "周敏 Charlie", "seller", "South"),
    Colleague("dana", "赵鹏 Dana", "agent", "Service"),
    Colleague("admin", "吴静 Admin", "administrator", ""),
    Colleague("jonas", "Jonas Weber", "seller", "Europe", can_sign_in=False),
    Colleague("marta", "Marta Vogel", "seller", "Europe", can_sign_in=False),
    Colleague("ming", "孙明", "seller", "North", can_sign_in=False),
    Colleague("ting", "朱婷", "seller", "North", can_sign_in=False),
    Colleague("gang", "何刚", "seller", "South", can_sign_in=False),
    Colleague("yan", "郭燕", "seller", "South", can_sign_in=False),
]


@dataclass(frozen=True)
class Staff:
    """The keys of the colleagues that records refer to; Alice is the first of the sellers."""

    sellers: Ints
    alice: User
    bob: User
    agent: User


def seller_count(customers: int) -> int:
    """Return how many sellers so many customers need."""
    cast = sum(colleague.role == "seller" for colleague in CAST)
    return max(cast, customers // CUSTOMERS_PER_SELLER)


def hire(seed: int, customers: int, password: str, language: str) -> Staff:
    """Make teams and users; whoever is there already is left as she is."""
    made = {c.sign_in: _user(c, password, language) for c in CAST}
    sellers = [made[c.sign_in].pk for c in CAST if c.role == "seller"]
    more = seller_count(customers) - len(sellers)
    if more > 0:
        names = make_people(seed + 1, more, 1).name.tolist()
        sellers += [
            _user(
                Colleague(
                    f"seller{n}", name, "seller", f"Team {n // TEAM_SIZE + 1}", can_sign_in=False
                ),
                password,
                language,
            ).pk
            for n, name in enumerate(names)
        ]
    return Staff(np.array(sellers, dtype=np.int64), made["alice"], made["bob"], made["dana"])


def _user(colleague: Colleague, password: str, language: str) -> User:
    team = Team.objects.get_or_create(name=colleague.team)[0] if colleague.team else None
    email = f"{colleague.sign_in}@{DOMAIN}"
    user = User.objects.filter(email=email).first() or User(email=email)
    user.name, user.team = colleague.name, team
    user.language, user.timezone = language, "Asia/Shanghai"
    if colleague.can_sign_in:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    Grant.objects.get_or_create(user=user, role=Role.objects.get(key=colleague.role))
    return user
