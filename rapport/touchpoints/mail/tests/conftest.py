"""Mails as 王伟 gets them, through a real mail server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.notifications.tests.conftest import post
from rapport.customers.conftest import told
from rapport.customers.consent.actions import give_consent
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.people.actions import create_person
from rapport.customers.people.models import Person
from rapport.touchpoints.mail import jobs
from rapport.touchpoints.mail.actions import write_mail
from rapport.touchpoints.mail.drafts import Draft
from rapport.touchpoints.mail.models import OutgoingMail

__all__ = ["post", "told"]
DRAFT = {
    "subject": "Your sea view, {{ first name }}",
    "body": "Dear {{ full name }},\n\nit is free.",
}
SOON = timedelta(seconds=11)


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """Return a way to draft a mail."""
    return lambda **changed: Draft(**{**DRAFT, "purpose": "service", **changed})


@pytest.fixture
def write(wang: Person, alice: User, at: datetime, draft: Any) -> Callable[..., OutgoingMail]:
    """Return a way for Alice to write to 王伟."""
    return lambda **changed: write_mail(wang.pk, draft(**changed), by=alice, at=at)


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return a way to run the job that hands mails over, at a moment."""

    def run(when: datetime) -> None:
        monkeypatch.setattr(jobs, "now", lambda: when)
        jobs.post_waiting(by=system(), at=when)

    return run


@pytest.fixture
def agreed(alice: User, at: datetime) -> Callable[..., ContactPoint]:
    """Return a way to note that a customer agreed to offers by mail."""

    def agree(person: Person) -> ContactPoint:
        point = ContactPoint.objects.get(party=person.pk, channel="email")
        give_consent(
            person.pk,
            by=alice,
            at=at,
            contact_point_id=point.pk,
            purpose="offers",
            source="form",
            evidence="Form 12",
        )
        return point

    return agree


@pytest.fixture
def known(alice: User, at: datetime) -> Callable[..., Person]:
    """Return a way to add a customer of Alice's with an e-mail address."""

    def add(given: str, address: str = "", **fields: Any) -> Person:
        contacts = [Contact(channel="email", value=address)] if address else []
        return create_person(
            by=alice,
            at=at,
            family=fields.pop("family", "Berg"),
            given=given,
            contacts=contacts,
            **fields,
        )

    return add
