"""Which first steps are done, as the data tells."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.onboarding.checklists import Checklist, Item
from rapport.core.onboarding.models import Onboarding


@dataclass(frozen=True)
class Standing:
    """A checklist as it stands for one colleague: each step, and whether it is done."""

    checklist: Checklist
    items: list[tuple[Item, bool]]
    is_closed: bool

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(done for _item, done in self.items)

    @property
    def next(self) -> Item | None:
        """Return the first step that is not done."""
        return next((item for item, done in self.items if not done), None)


def lists_for(user: User) -> list[Checklist]:
    """Return the checklists that this colleague has."""
    found: list[Checklist] = listed("onboarding")
    return [one for one in found if not one.right or may(user, one.right)]


def list_named(user: User, name: str) -> Checklist:
    """Return one of her checklists. Errors: Missing."""
    found = next((one for one in lists_for(user) if one.name == name), None)
    if found is None:
        raise Missing
    return found


def closed(user: User) -> set[str]:
    """Return the names of the checklists she put away. One query."""
    row = Onboarding.objects.filter(user=user).first()
    return set(row.closed) if row else set()


def has_open(user: User) -> bool:
    """Tell whether there is a checklist that she has not put away. One query."""
    return bool({one.name for one in lists_for(user)} - closed(user))


def standings(request: HttpRequest) -> list[Standing]:
    """Return her checklists with what is done of each."""
    user = caller(request)
    away = closed(user)
    return [
        Standing(one, [(item, item.is_done(request)) for item in _for(one, user)], one.name in away)
        for one in lists_for(user)
    ]


def has_tried(user: User, what: str) -> bool:
    """Tell whether she tried something once."""
    return Onboarding.objects.filter(user=user, tried__contains=[what]).exists()


def _for(checklist: Checklist, user: User) -> list[Item]:
    return [
        one
        for one in checklist.items
        if (not one.right or may(user, one.right)) and one.is_offered()
    ]
