"""The ledger of consents, and what it allows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.customers.consent.actions import (
    InTheFuture,
    NoEvidence,
    UnknownPurpose,
    UnknownSource,
    give_consent,
    suppress_address,
    withdraw_consent,
)
from rapport.customers.consent.models import ConsentEvent, Suppression
from rapport.customers.consent.queries import is_suppressed, may_contact, standing
from rapport.customers.contactpoints.actions import (
    Contact,
    add_contact_point,
    remove_contact_point,
)
from rapport.customers.contactpoints.models import ContactPoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(wang) -> ContactPoint:
    return ContactPoint.objects.get(party=wang.pk, channel="email")


def give(wang, mail, by, at, **changes):
    values = {"purpose": "offers", "source": "form", "evidence": "Form 12 of 3 March"}
    return give_consent(wang.pk, by=by, at=at, contact_point_id=mail.pk, **{**values, **changes})


def withdraw(wang, mail, by, at, purpose="offers"):
    return withdraw_consent(
        wang.pk, by=by, at=at, contact_point_id=mail.pk, purpose=purpose, source="phone"
    )


def test_offers_need_a_consent_service_does_not(wang, mail, alice, at, told) -> None:
    assert not may_contact(wang.pk, "email", "offers").allowed
    assert may_contact(wang.pk, "email", "service").allowed
    give(wang, mail, alice, at)
    assert may_contact(wang.pk, "email", "offers").allowed
    assert not may_contact(wang.pk, "phone", "offers").allowed
    assert told("ConsentGiven")[0]["purpose"] == "offers"


def test_the_last_word_counts_and_nothing_is_overwritten(wang, mail, alice, at, told) -> None:
    give(wang, mail, alice, at)
    withdraw(wang, mail, alice, at + timedelta(days=1))
    verdict = may_contact(wang.pk, "email", "offers")
    assert (verdict.allowed, verdict.since) == (False, at + timedelta(days=1))
    assert ConsentEvent.objects.count() == 2
    assert [line.decision for line in standing(wang.pk, alice)] == ["withdrawn"]
    assert told("ConsentWithdrawn")


def test_service_ends_with_a_withdrawal(wang, mail, alice, at) -> None:
    withdraw(wang, mail, alice, at, "service")
    assert not may_contact(wang.pk, "email", "service").allowed


def test_an_address_added_again_keeps_what_was_said_of_it(wang, mail, alice, at) -> None:
    withdraw(wang, mail, alice, at, "service")
    remove_contact_point(wang.pk, mail.pk, by=alice, at=at)
    again = add_contact_point(
        wang.pk, by=alice, at=at, contact=Contact(channel="email", value=f" {mail.raw.upper()} ")
    )
    verdict = may_contact(wang.pk, "email", "service")
    assert (verdict.allowed, verdict.contact_point) == (False, again)
    assert [line.contact_point for line in standing(wang.pk, alice)] == [again]


def test_a_blocked_address_and_one_that_bounces_are_not_used(wang, mail, alice, admin, at) -> None:
    give(wang, mail, alice, at)
    suppress_address(by=admin, at=at, channel="email", value="WANG.WEI@hailan.example")
    assert is_suppressed("email", "wang.wei@hailan.example")
    assert not may_contact(wang.pk, "email", "offers").allowed
    assert "wang" not in Suppression.objects.get().digest
    Suppression.objects.all().delete()
    ContactPoint.objects.update(bounced_at=at)
    assert not may_contact(wang.pk, "email", "offers").allowed


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"evidence": " "}, NoEvidence),
        ({"purpose": "spam"}, UnknownPurpose),
        ({"source": "rumour"}, UnknownSource),
    ],
)
def test_bad_input(wang, mail, alice, at, changes, error) -> None:
    with pytest.raises(error):
        give(wang, mail, alice, at, **changes)


def test_not_in_the_future_and_not_for_somebody_elses_number(wang, li, mail, alice, at) -> None:
    with pytest.raises(InTheFuture):
        give(wang, mail, alice, at, given_at=at + timedelta(days=1))
    with pytest.raises(Missing):
        give(li, mail, alice, at)


def test_not_by_another_team(wang, mail, charlie, at) -> None:
    with pytest.raises(Missing):
        withdraw(wang, mail, charlie, at)
    assert standing(wang.pk, charlie) == []


def test_a_ledger_is_corrected_by_another_line_not_by_undo() -> None:
    assert not {"customers.give_consent", "customers.withdraw_consent"} & set(listed("undo"))
