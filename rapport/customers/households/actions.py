"""Forming households and changing who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from rapport.core.access.actions import require_ids, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.records import keys
from rapport.customers.households.events import (
    HouseholdEdited,
    HouseholdFormed,
    HouseholdsDissolved,
    MemberAdded,
    MemberRemoved,
)
from rapport.customers.households.models import Household, Member, Role
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.models import Kind, Party
from rapport.customers.people.models import Person


class InAHouseholdAlready(Conflict):
    """%(name)s belongs to a household already. Remove the person there first."""


class NotAMember(Invalid):
    """Only a member can head the household."""


class UnknownRole(Invalid):
    """Choose what the person is in the household."""


class NamelessHousehold(Invalid):
    """Enter a name for the household."""


@action
def form_household(head_id: int, *, by: User, at: datetime, name: str = "") -> Household:
    """Form a household around a person; unless named it is called after her."""
    party = require_party(by, "customers.form_household", head_id, kind=Kind.PERSON)
    _check_free(party)
    called = name.strip() or gettext("%(name)s’s household") % {"name": party.display_name}
    household = Household.objects.create(name=called[:200], head_id=party.pk)
    Member.objects.create(household=household, person_id=party.pk, role=Role.HEAD)
    publish(HouseholdFormed(household_id=household.pk, head_id=party.pk), by=by, at=at)
    return household


@action
def edit_household(
    household_id: int,
    *,
    by: User,
    at: datetime,
    name: str | None = None,
    head_id: int | None = None,
    version: int | None = None,
) -> Household:
    """Rename a household, or let another member head it."""
    household = require_row(
        by, "customers.edit_household", Household, household_id, version=version
    )
    if name is not None:
        if not name.strip():
            raise NamelessHousehold(fields={"name": NamelessHousehold().sentence()})
        household.name = name.strip()[:200]
    if head_id is not None and head_id != household.head_id:
        heir = Member.objects.visible_to(by).filter(household=household, person_id=head_id).first()
        if heir is None:
            raise NotAMember
        _crown(household, heir)
    household.save()
    publish(HouseholdEdited(household_id=household.pk, head_id=household.head_id), by=by, at=at)
    return household


@action
def add_member(
    household_id: int, *, by: User, at: datetime, person_id: int, role: str = Role.OTHER
) -> Member:
    """Add a person to a household."""
    household = require_row(by, "customers.add_member", Household, household_id)
    if role not in Role.values or role == Role.HEAD:
        raise UnknownRole(fields={"role": UnknownRole().sentence()})
    person = Person.objects.visible_to(by).filter(pk=person_id, party__trashed_at=None).first()
    if person is None:
        raise Missing
    _check_free(person.party)
    member = Member.objects.create(household=household, person=person, role=role)
    publish(MemberAdded(household_id=household.pk, person_id=person.pk, role=role), by=by, at=at)
    return member


@action
def remove_member(household_id: int, *, by: User, at: datetime, person_id: int) -> None:
    """Take a person out of a household; without its head somebody else heads it, without anybody it ends."""
    household = require_row(by, "customers.remove_member", Household, household_id)
    member = Member.objects.filter(household=household, person_id=person_id).first()
    if member is None:
        raise Missing
    take_out(member)
    publish(MemberRemoved(household_id=household_id, person_id=person_id), by=by, at=at)


def take_out(member: Member) -> None:
    """Let somebody leave a household, which another heads then, or which ends. A part of the verbs that do so."""
    household = member.household
    member.delete()
    if household.head_id == member.person_id:
        heir = Member.objects.filter(household=household).order_by("pk").first()
        if heir is None:
            household.delete()
        else:
            _crown(household, heir)
            household.save()


@action
def dissolve_households(household_ids: Sequence[int], *, by: User, at: datetime) -> list[int]:
    """End households; the people in them stay. Returns those that ended."""
    ids = require_ids(by, "customers.dissolve_household", Household, household_ids)
    if ids:
        Member.objects.filter(household__any=keys(ids)).delete()
        Household.objects.filter(pk__any=keys(ids)).delete()
        publish(HouseholdsDissolved(household_ids=ids), by=by, at=at)
    return ids


def _check_free(party: Party) -> None:
    if Member.objects.filter(person_id=party.pk).exists():
        raise InAHouseholdAlready(name=party.display_name)


def _crown(household: Household, heir: Member) -> None:
    heads = Member.objects.filter(household=household, role=Role.HEAD)
    heads.exclude(pk=heir.pk).update(role=Role.OTHER)
    heir.role = Role.HEAD
    heir.save(update_fields=["role"])
    household.head_id = heir.person_id
