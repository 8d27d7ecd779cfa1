"""Who works at Haina: the five who can sign in, and colleagues beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.cast import CAST, Colleague
from rapport.config.demo.dice import Ints
from rapport.config.demo.people import make_people
from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.company.models import Company

CUSTOMERS_PER_SELLER = 2_000
TEAM_SIZE = 8


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
    """Make the company, its teams and its users; who is there already gets the demo's password."""
    Company.objects.get_or_create(
        pk=1,
        defaults={
            "name": "海纳 Haina",
            "base_currency": "CNY",
            "language": language,
            "timezone": "Asia/Shanghai",
        },
    )
    made = {c.key: _user(c, password, language) for c in CAST}
    sellers = [made[c.key].pk for c in CAST if c.role == "seller"]
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
    user = User.objects.filter(email=colleague.email).first() or User(email=colleague.email)
    user.name, user.team = colleague.name, team
    user.language, user.timezone = language, "Asia/Shanghai"
    if colleague.can_sign_in:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    Grant.objects.get_or_create(user=user, role=Role.objects.get(key=colleague.role))
    return user
