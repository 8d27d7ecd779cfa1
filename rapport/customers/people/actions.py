"""Adding people and editing what we know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rapport.core.access.actions import require, require_ids
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.customfields.alike import set_custom_of_many
from rapport.core.customfields.writing import are_searched, new_custom, set_custom
from rapport.core.errors import Invalid
from rapport.core.events.actions import publish
from rapport.core.records import change_rows
from rapport.customers.contactpoints.actions import Contact, new_contact_points, save_contact_points
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.contactpoints.normalizing import region_of
from rapport.customers.duplicates.drafts import person_draft
from rapport.customers.duplicates.near import refuse_duplicates
from rapport.customers.parties.editing import (
    raise_version,
    raise_versions,
    require_party,
    set_fields,
)
from rapport.customers.parties.entries import index, index_new
from rapport.customers.parties.models import Kind, Lifecycle, Party
from rapport.customers.parties.naming import display_name, latin_name as spelled, person_sort_key
from rapport.customers.people.events import PeopleEdited, PersonCreated, PersonEdited
from rapport.customers.people.models import Person

FIELDS = (
    "family",
    "given",
    "honorific",
    "gender",
    "born_on",
    "education",
    "income_band",
    "locale",
    "timezone",
)
EDITABLE = (*FIELDS, "latin_name")
ALIKE = tuple(name for name in FIELDS if name not in {"family", "given"})
SPOKEN = {"honorific", "gender"}  # by which a person is found: 王女士


class NamelessPerson(Invalid):
    """Enter a family name or a given name."""


class UnknownEmployer(Invalid):
    """Choose a company from the list."""


class BornInTheFuture(Invalid):
    """The date of birth lies in the future."""


@action
def create_person(
    *,
    by: User,
    at: datetime,
    family: str = "",
    given: str = "",
    latin_name: str = "",
    lifecycle: str = Lifecycle.PROSPECT,
    contacts: Sequence[Contact] = (),
    owner: User | None = None,
    works_at: int | None = None,
    title: str = "",
    custom: Mapping[str, Any] | None = None,
    force: bool = True,
    **details: str | date | None,
) -> Person:
    """Add a person with the ways to reach her and where she works. She belongs to whoever adds her unless another owner is named.

    Unless it is forced, she must not look the same as somebody who is here. Errors: LooksTheSame.
    """
    require(by, "customers.create_person")
    party = Party(kind=Kind.PERSON, owner=owner or by)
    known = {"lifecycle": lifecycle, "latin_name": latin_name}
    set_fields(party, known, tuple(known))
    person = Person(party=party)
    set_fields(person, {"family": family, "given": given, **details}, FIELDS)
    _check(person, at)
    _name(party, person)
    points = new_contact_points(party, contacts, region=region_of(by.timezone))
    _refuse(by, person, points, works_at, force=force)
    new_custom(party, Kind.PERSON, custom, by=by)
    party.save(force_insert=True)
    person.save(force_insert=True)
    save_contact_points(party, points)
    if works_at is not None:
        _employ(person, works_at, title, by)
    _enter(party, points, is_employed=works_at is not None)
    publish(PersonCreated(person_id=party.pk, organization_id=works_at), by=by, at=at)
    return person


@action
def edit_person(
    person_id: int,
    *,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Person:
    """Change some of what we know of a person, custom fields under `custom`. A new name is spelled and sorted anew."""
    party = require_party(by, "customers.edit_person", person_id, version=version, kind=Kind.PERSON)
    person: Person = party.person
    person.party = party
    was_spelled = spelled(party.display_name, family=person.family)
    named = {name: value for name, value in changes.items() if name not in {"latin_name", "custom"}}
    changed = set_fields(person, named, FIELDS)
    if "latin_name" in changes:
        changed += set_fields(party, {"latin_name": changes["latin_name"]}, ("latin_name",))
    own = set_custom(party, Kind.PERSON, changes.get("custom") or {}, by=by)
    if not changed and not own:
        return person
    _check(person, at)
    if {"family", "given", "latin_name"} & set(changed):
        if "latin_name" not in changed and party.latin_name == was_spelled:
            party.latin_name = ""
        _name(party, person)
        party.save(update_fields=["display_name", "latin_name", "sort_key", "custom"])
    elif own:
        party.save(update_fields=["custom"])
    else:
        raise_version(party)
    if facts := [name for name in changed if name in FIELDS]:
        person.save(update_fields=facts)
    if changed or are_searched(by, Kind.PERSON, own):
        index([party.pk])
    changed += own
    publish(PersonEdited(person_id=party.pk, fields=changed), by=by, at=at)
    return person


@action
def edit_people(
    person_ids: Sequence[int], *, by: User, at: datetime, changes: Mapping[str, Any]
) -> list[int]:
    """Change the same of many people, custom fields under `custom`; not their names. Returns those on whom something changed."""
    ids = require_ids(by, "customers.edit_person", Party, person_ids)
    sample, facts = Person(family="-"), {n: value for n, value in changes.items() if n != "custom"}
    set_fields(sample, facts, ALIKE)
    _check(sample, at)
    edited = change_rows(Person, ids, **{n: getattr(sample, n) for n in facts}) if facts else []
    raise_versions(edited)
    own = set_custom_of_many(ids, Kind.PERSON, changes.get("custom") or {}, by=by)
    changed, fields = sorted({*edited, *own.ids}), [*facts, *own.columns]
    if changed:
        if SPOKEN & set(facts) or are_searched(by, Kind.PERSON, own.columns):
            index(changed)
        publish(PeopleEdited(party_ids=changed, fields=fields), by=by, at=at)
    return changed


def _refuse(
    by: User, person: Person, points: Sequence[ContactPoint], works_at: int | None, *, force: bool
) -> None:
    """Refuse whom it looks the same as, unless it is forced."""
    if not force:
        names = (person.family, person.given)
        refuse_duplicates(by, person_draft(points, *names, person.born_on, works_at))


def _enter(party: Party, points: Sequence[ContactPoint], *, is_employed: bool) -> None:
    """Enter a new person into the index; the company of one who is employed is read for it."""
    if is_employed:
        index([party.pk])
    else:
        index_new(party, [(point.channel, point.normalized, point.raw) for point in points])


def _employ(person: Person, organization_id: int, title: str, by: User) -> None:
    seen = Party.objects.visible_to(by).kept().organizations()
    if not seen.filter(pk=organization_id).exists():
        raise UnknownEmployer(fields={"organization": UnknownEmployer().sentence()})
    person.affiliations.create(
        organization_id=organization_id, title=title.strip()[:100], is_primary=True
    )


def _check(person: Person, at: datetime) -> None:
    if not (person.family or person.given):
        sentence = NamelessPerson().sentence()
        raise NamelessPerson(fields={"family": sentence})
    if person.born_on and person.born_on > at.date():
        raise BornInTheFuture(fields={"born_on": BornInTheFuture().sentence()})


def _name(party: Party, person: Person) -> None:
    """Write how the person is shown, spelled and sorted."""
    party.display_name = display_name(person.family, person.given)
    party.latin_name = party.latin_name or spelled(party.display_name, family=person.family)
    party.sort_key = person_sort_key(person.family, person.given, party.latin_name)
