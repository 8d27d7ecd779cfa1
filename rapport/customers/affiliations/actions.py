"""Who works where, in which place, under whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.affiliations.events import (
    AffiliationEdited,
    AffiliationEnded,
    AffiliationStarted,
    ManagerSet,
)
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.editing import raise_version, require_party, set_fields
from rapport.customers.parties.entries import index
from rapport.customers.parties.models import Kind, Party

FIELDS = ("title", "department", "since", "until")

ABOVE = """
WITH RECURSIVE above AS (
  SELECT id, reports_to_id FROM customers_affiliation WHERE id = %s
  UNION SELECT a.id, a.reports_to_id FROM customers_affiliation a JOIN above ON a.id = above.reports_to_id
) SELECT 1 FROM above WHERE id = %s"""


class WorksThereAlready(Conflict):
    """This person works there already."""


class EndsBeforeItBegins(Invalid):
    """The end lies before the beginning."""


class HasEnded(Conflict):
    """This person no longer works there."""


class CircleOfManagers(Conflict):
    """Nobody can report to somebody who reports to them."""


class ManagerElsewhere(Invalid):
    """The manager must work at the same company."""


@action
def start_affiliation(
    person_id: int,
    *,
    by: User,
    at: datetime,
    organization_id: int,
    title: str = "",
    department: str = "",
    since: date | None = None,
    is_primary: bool = False,
) -> Affiliation:
    """Say that a person works at an organization. The first running place is the primary one."""
    party = require_party(by, "customers.start_affiliation", person_id, kind=Kind.PERSON)
    seen = Organization.objects.visible_to(by).filter(party__trashed_at=None)
    organization = seen.filter(pk=organization_id).first()
    if organization is None:
        raise Missing
    running = Affiliation.objects.filter(person_id=party.pk, until=None)
    if running.filter(organization=organization).exists():
        raise WorksThereAlready
    affiliation = Affiliation(person_id=party.pk, organization=organization)
    set_fields(affiliation, {"title": title, "department": department, "since": since}, FIELDS)
    first = not running.filter(is_primary=True).exists()
    if is_primary and not first:
        running.filter(is_primary=True).update(is_primary=False)
    affiliation.is_primary = is_primary or first
    affiliation.save()
    _after(party)
    publish(_told(AffiliationStarted, affiliation), by=by, at=at)
    return affiliation


@action
def edit_affiliation(
    affiliation_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    changes: Mapping[str, Any],
) -> Affiliation:
    """Change title, department or dates of a person's place, or make it the primary one.

    An end that is set ends it as `end_affiliation` does, an end that is taken away opens it again.
    Errors: WorksThereAlready, HasEnded for a primary place that ended, EndsBeforeItBegins.
    """
    affiliation = require_row(
        by, "customers.edit_affiliation", Affiliation, affiliation_id, version=version
    )
    had_ended = affiliation.until is not None
    plain = {name: value for name, value in changes.items() if name != "is_primary"}
    changed = set_fields(affiliation, plain, FIELDS)
    _check(affiliation)
    if changes.get("is_primary") and not affiliation.is_primary:
        _make_primary(affiliation)
        changed.append("is_primary")
    if had_ended and affiliation.until is None:
        _reopen(affiliation)
    if changed:
        if affiliation.until is not None and not had_ended:
            _close(affiliation)
        else:
            affiliation.save()
        _after(affiliation.person.party)
        publish(_told(AffiliationEdited, affiliation), by=by, at=at)
    return affiliation


@action
def end_affiliation(
    affiliation_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    until: date | None = None,
) -> Affiliation:
    """Say that a person no longer works there; those who reported to her report to her manager."""
    affiliation = require_row(
        by, "customers.end_affiliation", Affiliation, affiliation_id, version=version
    )
    if affiliation.until is not None:
        raise HasEnded
    affiliation.until = until or at.date()
    _check(affiliation)
    _close(affiliation)
    _after(affiliation.person.party)
    publish(_told(AffiliationEnded, affiliation), by=by, at=at)
    return affiliation


@action
def set_manager(
    affiliation_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    reports_to_id: int | None,
) -> Affiliation:
    """Say to whom a person reports in an organization; nobody may end up above herself."""
    affiliation = require_row(
        by, "customers.set_manager", Affiliation, affiliation_id, version=version
    )
    if affiliation.until is not None:
        raise HasEnded
    if reports_to_id is not None:
        _check_manager(affiliation, reports_to_id, by)
    if affiliation.reports_to_id != reports_to_id:
        affiliation.reports_to_id = reports_to_id
        affiliation.save(update_fields=["reports_to"])
        publish(
            ManagerSet(
                affiliation_id=affiliation.pk,
                person_id=affiliation.person_id,
                organization_id=affiliation.organization_id,
                reports_to_id=reports_to_id,
            ),
            by=by,
            at=at,
        )
    return affiliation


def _check_manager(affiliation: Affiliation, manager_id: int, by: User) -> None:
    """Refuse a manager who works elsewhere or stands below; lock the chart while looking."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(7301, %s)", [affiliation.organization_id % 2**31]
        )
    manager = Affiliation.objects.visible_to(by).filter(pk=manager_id).first()
    if manager is None:
        raise Missing
    if manager.organization_id != affiliation.organization_id or manager.until is not None:
        raise ManagerElsewhere(fields={"reports_to": ManagerElsewhere().sentence()})
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, [manager_id, affiliation.pk])
        if cursor.fetchone():
            raise CircleOfManagers


def _check(affiliation: Affiliation) -> None:
    if affiliation.since and affiliation.until and affiliation.until < affiliation.since:
        raise EndsBeforeItBegins(fields={"until": EndsBeforeItBegins().sentence()})


def _close(affiliation: Affiliation) -> None:
    """Save a place that ends: those below report to the one above, and another running place becomes the primary."""
    above, affiliation.reports_to = affiliation.reports_to_id, None
    was_primary, affiliation.is_primary = affiliation.is_primary, False
    affiliation.save()
    Affiliation.objects.filter(reports_to=affiliation).update(reports_to_id=above)
    if was_primary:
        _promote(affiliation.person_id)


def _reopen(affiliation: Affiliation) -> None:
    """Let a place that ended run again; the only running one is the primary."""
    running = Affiliation.objects.filter(person_id=affiliation.person_id, until=None)
    if running.filter(organization_id=affiliation.organization_id).exists():
        raise WorksThereAlready
    affiliation.is_primary |= not running.filter(is_primary=True).exists()


def _make_primary(affiliation: Affiliation) -> None:
    if affiliation.until is not None:
        raise HasEnded
    others = Affiliation.objects.filter(person_id=affiliation.person_id, is_primary=True)
    others.update(is_primary=False)
    affiliation.is_primary = True


def _promote(person_id: int) -> None:
    running = Affiliation.objects.filter(person_id=person_id, until=None)
    heir = running.order_by("-since", "pk").first()
    if heir is not None:
        heir.is_primary = True
        heir.save(update_fields=["is_primary"])


def _after(party: Party) -> None:
    raise_version(party)
    index([party.pk])


def _told(
    event: type[AffiliationStarted] | type[AffiliationEdited] | type[AffiliationEnded],
    affiliation: Affiliation,
) -> AffiliationStarted | AffiliationEdited | AffiliationEnded:
    return event(
        affiliation_id=affiliation.pk,
        person_id=affiliation.person_id,
        organization_id=affiliation.organization_id,
    )
