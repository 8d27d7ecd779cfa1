"""Keeping a person's data only: nobody mails her, nothing touches her with many others, her page says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.access.restriction import RESTRICTED, restriction
from rapport.core.action import last_group
from rapport.core.bulk.choosing import sort_out
from rapport.core.errors import Missing
from rapport.core.exports.queries import rows_to_export
from rapport.core.undo.actions import undo
from rapport.customers.consent.models import Hindrance
from rapport.customers.consent.queries import may_contact, may_use
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from rapport.customers.people.lists import PEOPLE
from rapport.customers.people.models import Person
from rapport.customers.privacy.actions import NoReason, lift_restriction, restrict_person
from rapport.customers.tags.bulk import TAG
from rapport.customers.traits.actions import Finding, set_traits
from rapport.sales.orders.models import Order


def test_nobody_mails_her(wang: Person, alice: User, at: datetime, told: Any) -> None:
    restrict_person(wang.pk, by=alice, at=at, reason="Objects to the use")
    verdict = may_contact(wang.pk, "email", "service")
    assert verdict.hindrance == Hindrance.RESTRICTED
    point = ContactPoint.objects.get(party=wang.pk, channel="email")
    assert may_use(point, "service").hindrance == Hindrance.RESTRICTED
    assert told("PersonRestricted") == [{"party_id": wang.pk}]
    lift_restriction(wang.pk, by=alice, at=at)
    assert may_contact(wang.pk, "email", "service").allowed
    assert told("RestrictionLifted") == [{"party_id": wang.pk}]


def test_bulk_verbs_and_exports_leave_her_out(
    wang: Person, li: Person, alice: User, at: datetime
) -> None:
    restrict_person(wang.pk, by=alice, at=at, reason="Says the address is wrong")
    able, left = sort_out(TAG, [wang.pk, li.pk], {"tag": "vip"}, alice)
    assert able == [li.pk]
    assert left[wang.pk][1] == str(RESTRICTED)
    assert [one.pk for one in rows_to_export(PEOPLE, alice, "")] == [li.pk]


def test_analysis_leaves_her_out(
    wang: Person, li: Person, admin: User, alice: User, at: datetime
) -> None:
    restrict_person(wang.pk, by=alice, at=at, reason="Objects to profiling")
    found = [
        Finding(party_id=pk, name="churn", value=0.5, reasons=["Quiet"]) for pk in (wang.pk, li.pk)
    ]
    assert set_traits(found, by=admin, at=at, model_version="1") == 1


def test_the_way_to_the_restriction_is_found_from_the_models() -> None:
    assert restriction(Party)
    assert restriction(Order) == restriction(Order)
    assert "party__restricted_at__isnull" in str(restriction(ContactPoint))
    assert not restriction(User)


def test_wants_a_reason_and_a_person(
    wang: Person, haina: Organization, alice: User, charlie: User, at: datetime
) -> None:
    with pytest.raises(NoReason):
        restrict_person(wang.pk, by=alice, at=at, reason=" ")
    with pytest.raises(Missing):
        restrict_person(haina.pk, by=alice, at=at, reason="No person")
    with pytest.raises(Missing):
        restrict_person(wang.pk, by=charlie, at=at, reason="Not his")
    assert not Party.objects.filter(restricted_at__isnull=False).exists()


def test_is_undone(wang: Person, alice: User, at: datetime) -> None:
    restrict_person(wang.pk, by=alice, at=at, reason="A slip")
    group = last_group()
    assert group
    undo(group, by=alice, at=at)
    assert not Party.objects.get(pk=wang.pk).is_restricted


def test_pages(wang: Person, alice: User, charlie: User, signed_in: Callable[[User], Any]) -> None:
    client, here = signed_in(alice), f"/people/{wang.pk}/privacy"
    assert "What we hold" in client.get(here).content.decode()
    assert client.post(f"{here}/restrict", {"reason": ""}).status_code == 422
    assert client.post(f"{here}/restrict", {"reason": "Objects"}).status_code == 303
    assert "Processing is restricted since" in client.get(f"/people/{wang.pk}").content.decode()
    assert client.post(f"{here}/lift").status_code == 303
    assert not Party.objects.get(pk=wang.pk).is_restricted
    assert signed_in(charlie).get(here).status_code == 404
    assert client.post(f"{here}/file").status_code == 403  # few hold this right
