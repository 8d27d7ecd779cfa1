"""For whom a task may be: colleagues within reach who see its customer."""

from __future__ import annotations

from collections.abc import Collection

from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.errors import Invalid, Missing
from rapport.core.records import keys
from rapport.customers.parties.models import Party


class NotAColleague(Invalid):
    """You can give tasks to colleagues of your teams. Choose one of them."""


class CustomerHidden(Invalid):
    """%(name)s cannot see this customer. Share the customer with them first."""


def seen_party(party_id: int | None, by: User) -> Party | None:
    """Return the customer of a task, if there is one. Errors: Missing when it cannot be seen."""
    if party_id is None:
        return None
    party = Party.objects.visible_to(by).filter(pk=party_id, trashed_at=None).first()
    if party is None:
        raise Missing
    return party


def assignee_for(user_id: int, party: Party | None, by: User, right: str) -> User:
    """Return the colleague, if she works here, is within reach, and sees the customer."""
    user = colleague(user_id, by, right)
    if party is None or user.pk == by.pk:
        return user
    if not Party.objects.visible_to(user).filter(pk=party.pk).exists():
        hidden = CustomerHidden(name=user.name).sentence()
        raise CustomerHidden(fields={"assignee": hidden}, name=user.name)
    return user


def colleague(user_id: int, by: User, right: str) -> User:
    """Return the colleague, if she works here and is within reach."""
    user = User.objects.filter(pk=user_id, left_at=None, is_system=False).first()
    far = reach(by, right)
    if user is None or not (far.everything or user.pk in far.owner_ids or user.pk == by.pk):
        raise NotAColleague(fields={"assignee": NotAColleague().sentence()})
    return user


def check_sees_all(user_id: int, parties: Collection[int]) -> None:
    """Refuse a colleague who does not see all of these customers. Errors: CustomerHidden."""
    user = User.objects.get(pk=user_id)
    if Party.objects.visible_to(user).filter(pk__any=keys(parties)).count() < len(parties):
        hidden = CustomerHidden(name=user.name).sentence()
        raise CustomerHidden(fields={"assignee": hidden}, name=user.name)
