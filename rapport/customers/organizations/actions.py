"""Adding organizations and editing what we know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rapport.core.access.actions import require, require_ids
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.customfields.alike import set_custom_of_many
from rapport.core.customfields.writing import are_searched, new_custom, set_custom
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.records import change_rows
from rapport.customers.contactpoints.actions import Contact, new_contact_points, save_contact_points
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.contactpoints.normalizing import region_of
from rapport.customers.duplicates.drafts import organization_draft
from rapport.customers.duplicates.near import refuse_duplicates
from rapport.customers.duplicates.reading import Draft
from rapport.customers.organizations.events import (
    OrganizationCreated,
    OrganizationEdited,
    OrganizationsEdited,
)
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.editing import (
    raise_version,
    raise_versions,
    require_party,
    set_fields,
)
from rapport.customers.parties.entries import index, index_new
from rapport.customers.parties.models import Kind, Lifecycle, Party
from rapport.customers.parties.naming import sort_key

FIELDS = ("legal_name", "trade_name", "tax_id", "industry", "size", "domains")
EDITABLE = (*FIELDS, "latin_name", "parent_id")
ALIKE = ("industry", "size")  # what many can have in common, and what search does not read
DEPTH = 50


class NamelessOrganization(Invalid):
    """Enter the name of the company."""


class CircleOfParents(Conflict):
    """A company cannot belong to one of its own subsidiaries."""


@action
def create_organization(
    *,
    by: User,
    at: datetime,
    legal_name: str,
    latin_name: str = "",
    lifecycle: str = Lifecycle.PROSPECT,
    contacts: Sequence[Contact] = (),
    owner: User | None = None,
    custom: Mapping[str, Any] | None = None,
    force: bool = True,
    **details: Any,
) -> Organization:
    """Add an organization with the ways to reach it. It belongs to whoever adds it unless another owner is named.

    Unless it is forced, it must not look the same as one that is here. Errors: LooksTheSame.
    """
    require(by, "customers.create_organization")
    party = Party(kind=Kind.ORGANIZATION, owner=owner or by)
    set_fields(
        party, {"lifecycle": lifecycle, "latin_name": latin_name}, ("lifecycle", "latin_name")
    )
    organization = Organization(party=party)
    set_fields(organization, {"legal_name": _filled(legal_name), **details}, FIELDS)
    _name(party, organization)
    points = new_contact_points(party, contacts, region=region_of(by.timezone))
    if not force:
        refuse_duplicates(by, _draft(organization, points))
    new_custom(party, Kind.ORGANIZATION, custom, by=by)
    party.save(force_insert=True)
    organization.save(force_insert=True)
    save_contact_points(party, points)
    index_new(party, [(point.channel, point.normalized, point.raw) for point in points])
    publish(OrganizationCreated(organization_id=party.pk), by=by, at=at)
    return organization


@action
def edit_organization(
    organization_id: int,
    *,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Organization:
    """Change some of what we know of an organization, custom fields under `custom`. A new name is sorted anew and found with its people."""
    party = require_party(
        by, "customers.edit_organization", organization_id, version=version, kind=Kind.ORGANIZATION
    )
    organization: Organization = party.organization
    organization.party = party
    plain = {k: v for k, v in changes.items() if k not in {"latin_name", "parent_id", "custom"}}
    if "legal_name" in plain:
        plain["legal_name"] = _filled(plain["legal_name"])
    changed = set_fields(organization, plain, FIELDS)
    if "latin_name" in changes:
        changed += set_fields(party, {"latin_name": changes["latin_name"]}, ("latin_name",))
    if "parent_id" in changes and changes["parent_id"] != organization.parent_id:
        organization.parent_id = _parent(organization, changes["parent_id"], by)
        changed.append("parent_id")
    own = set_custom(party, Kind.ORGANIZATION, changes.get("custom") or {}, by=by)
    if not changed and not own:
        return organization
    _save(party, organization, changed, own)
    people = Party.objects.filter(person__affiliations__organization_id=party.pk)
    if changed:
        index([party.pk, *people.values_list("pk", flat=True)])
    elif are_searched(by, Kind.ORGANIZATION, own):
        index([party.pk])
    changed += own
    publish(OrganizationEdited(organization_id=party.pk, fields=changed), by=by, at=at)
    return organization


@action
def edit_organizations(
    organization_ids: Sequence[int], *, by: User, at: datetime, changes: Mapping[str, Any]
) -> list[int]:
    """Change the same of many organizations, custom fields under `custom`; not their names. Returns those that changed."""
    ids = require_ids(by, "customers.edit_organization", Party, organization_ids)
    sample, facts = Organization(), {n: value for n, value in changes.items() if n != "custom"}
    set_fields(sample, facts, ALIKE)
    edited = (
        change_rows(Organization, ids, **{n: getattr(sample, n) for n in facts}) if facts else []
    )
    raise_versions(edited)
    own = set_custom_of_many(ids, Kind.ORGANIZATION, changes.get("custom") or {}, by=by)
    changed, fields = sorted({*edited, *own.ids}), [*facts, *own.columns]
    if changed:
        if are_searched(by, Kind.ORGANIZATION, own.columns):
            index(changed)
        publish(OrganizationsEdited(party_ids=changed, fields=fields), by=by, at=at)
    return changed


def _save(
    party: Party, organization: Organization, changed: Sequence[str], own: Sequence[str]
) -> None:
    """Save what changed: names, custom fields, what else we know; at least the version rises."""
    if {"legal_name", "trade_name", "latin_name"} & set(changed):
        _name(party, organization)
        party.save(update_fields=["display_name", "latin_name", "sort_key", "custom"])
    elif own:
        party.save(update_fields=["custom"])
    else:
        raise_version(party)
    if changed:
        organization.save()


def _draft(organization: Organization, points: Sequence[ContactPoint]) -> Draft:
    names = (organization.legal_name, organization.trade_name, organization.party.latin_name)
    return organization_draft(
        points, names=names, tax_id=organization.tax_id, domains=organization.domains
    )


def _filled(name: str) -> str:
    if not name.strip():
        raise NamelessOrganization(fields={"legal_name": NamelessOrganization().sentence()})
    return name.strip()


def _name(party: Party, organization: Organization) -> None:
    """Write how the organization is shown and sorted."""
    party.display_name = organization.trade_name or organization.legal_name
    party.sort_key = sort_key(party.display_name)


def _parent(organization: Organization, parent_id: int | None, by: User) -> int | None:
    """Return the new parent's key. Errors: Missing when it cannot be seen, CircleOfParents."""
    if parent_id is None:
        return None
    if not Organization.objects.visible_to(by).filter(pk=parent_id).exists():
        raise Missing
    above: int | None = parent_id
    for _step in range(DEPTH):
        if above is None:
            return parent_id
        if above == organization.pk:
            raise CircleOfParents
        above = Organization.objects.filter(pk=above).values_list("parent_id", flat=True).first()
    raise CircleOfParents
