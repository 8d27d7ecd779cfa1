"""A company's timeline shows what was done with its people too, as far as the reader may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import User
from rapport.customers.affiliations.actions import end_affiliation, start_affiliation
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.actions import assign_parties
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.customers.people.models import Person
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.timeline.entries import Asked
from rapport.touchpoints.timeline.queries import PAGE, buttons, people_of, stream
from rapport.touchpoints.timeline.tests.test_hundred_thousand import FILL, plan

pytestmark = pytest.mark.django_db
Interaction: Any = apps.get_model("touchpoints", "Interaction")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def works(wang: Person, haina: Organization, alice: User, at):
    """王伟 works at 海纳; both were called."""
    details = Details(channel="phone", started_at=at, subject="Asked for the invoice")
    log_interaction(haina.pk, details, by=alice, at=at)
    return start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk)


def company(user: User, haina: Organization, **asked: Any):
    people = people_of(user, Party.objects.get(pk=haina.pk))
    return stream(user, haina.pk, people=people, **asked)


def test_its_people_stand_in_it_by_name(works, logged, haina, wang, alice: User, at) -> None:
    logged(started_at=at - timedelta(hours=1))
    found = company(alice, haina).entries
    assert [(one.title, one.who) for one in found] == [
        ("Call: Asked for the invoice", ""),
        ("Call: Asked for a sea view", "王伟"),
    ]
    assert found[1].who_href == reverse("people:open", args=[wang.pk])
    assert [one.count for one in buttons(alice, [haina.pk, wang.pk])] == [2]
    assert [one.title for one in stream(alice, wang.pk).entries] == ["Call: Asked for a sea view"]


def test_who_left_stands_not_in_it(works, logged, haina, alice: User, at) -> None:
    logged()
    end_affiliation(works.pk, by=alice, at=at)
    assert [one.who for one in company(alice, haina).entries] == [""]


def test_whom_the_reader_does_not_see_stands_not_in_it(
    works, logged, haina, wang, alice: User, bob: User, charlie: User, at
) -> None:
    logged()
    assign_parties([wang.pk], by=bob, at=at, owner_id=charlie.pk)
    assert [one.who for one in company(alice, haina).entries] == [""]


def test_the_switch_leaves_the_company_alone(works, logged, haina, alice: User, signed_in) -> None:
    logged()
    client, address = signed_in(alice), reverse("timeline:open", args=[haina.pk])
    with_people = client.get(address, headers=HTMX).content.decode()
    assert "Asked for a sea view" in with_people
    assert "王伟" in with_people
    assert 'aria-pressed="true"' in with_people
    alone = client.get(address, {"people": "no"}, headers=HTMX).content.decode()
    assert "Asked for a sea view" not in alone
    assert "Asked for the invoice" in alone
    assert 'aria-pressed="false"' in alone


def test_it_is_read_to_its_end_without_doubles(works, logged, haina, alice: User, at) -> None:
    for number in range(PAGE + 5):
        logged(started_at=at - timedelta(minutes=number % 3), subject=f"No. {number}")
    first = company(alice, haina)
    rest = company(alice, haina, after=first.next)
    ids = [one.id for one in first.entries + rest.entries]
    assert rest.next == ""
    assert len(ids) == len(set(ids)) == PAGE + 6


def test_it_costs_the_same_with_many_people_and_long_histories(
    works, logged, haina, alice: User, at
) -> None:
    logged()
    address = Party.objects.get(pk=haina.pk)
    with CaptureQueriesContext(connection) as one:
        stream(alice, haina.pk, people=people_of(alice, address))
    for number in range(20):
        other = create_person(by=alice, at=at, family=f"Chen {number}")
        start_affiliation(other.pk, by=alice, at=at, organization_id=haina.pk)
    people = people_of(alice, address)
    with connection.cursor() as cursor:
        for person in people:
            cursor.execute(FILL, [person, 5_000])
        cursor.execute("ANALYZE touchpoints_interaction")
    with CaptureQueriesContext(connection) as many:
        stream(alice, haina.pk, people=people_of(alice, address))
    assert len(one) == len(many)
    asked = Asked(alice, haina.pk, 31, people=people)
    done = plan(asked.cut(Interaction.objects.kept(), "contact", "started_at"))
    assert done["rows"] <= 31 * 22
    assert "interaction_timeline" in done["indexes"]
