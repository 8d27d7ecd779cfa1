"""Marking a number or address as verified, or as not working."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.undo.actions import undo
from rapport.customers.contactpoints.actions import (
    Contact,
    add_contact_point,
    bounce_contact_point,
    edit_contact_point,
    remove_contact_point,
    verify_contact_point,
)
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.queries import reachable

pytestmark = pytest.mark.django_db
OTHER = Contact(channel="email", value="wang@home.example")
JSON = "application/json"


@pytest.fixture
def mail(wang) -> ContactPoint:
    """His e-mail address."""
    return ContactPoint.objects.get(party=wang.pk, channel="email")


def test_verified_until_it_is_corrected(wang, mail, alice, at, told) -> None:
    point = verify_contact_point(wang.pk, mail.pk, by=alice, at=at)
    assert (point.verified_at, point.bounced_at) == (at, None)
    assert told("ContactPointVerified")[-1]["contact_point_id"] == mail.pk
    point = edit_contact_point(wang.pk, mail.pk, by=alice, at=at, contact=OTHER)
    assert point.verified_at is None


def test_what_does_not_work_is_not_offered_and_the_next_one_is(wang, mail, alice, at, told) -> None:
    assert reachable([wang.pk])[wang.pk].email == "wang.wei@hailan.example"
    point = bounce_contact_point(wang.pk, mail.pk, by=alice, at=at, reason=" mailbox full ")
    assert (point.bounced_at, point.bounce_reason, point.verified_at) == (at, "mailbox full", None)
    assert told("ContactPointBounced")[-1]["channel"] == "email"
    assert reachable([wang.pk])[wang.pk].email == ""
    add_contact_point(wang.pk, by=alice, at=at, contact=OTHER)
    assert reachable([wang.pk])[wang.pk].email == "wang@home.example"
    verify_contact_point(wang.pk, mail.pk, by=alice, at=at)
    assert reachable([wang.pk])[wang.pk].email == "wang.wei@hailan.example"
    mail.refresh_from_db()
    assert (mail.bounced_at, mail.bounce_reason) == (None, "")


def test_undo_takes_it_back(wang, mail, alice, at) -> None:
    verify_contact_point(wang.pk, mail.pk, by=alice, at=at)
    bounce_contact_point(wang.pk, mail.pk, by=alice, at=at, reason="moved")
    undo(last_group(), by=alice, at=at)
    mail.refresh_from_db()
    assert (mail.verified_at, mail.bounced_at, mail.bounce_reason) == (at, None, "")


@pytest.mark.parametrize("verb", [verify_contact_point, bounce_contact_point])
def test_refused(verb, wang, mail, alice, charlie, at) -> None:
    with pytest.raises(Missing):
        verb(wang.pk, mail.pk, by=charlie, at=at)
    remove_contact_point(wang.pk, mail.pk, by=alice, at=at)
    with pytest.raises(Missing):
        verb(wang.pk, mail.pk, by=alice, at=at)


def test_the_panel_asks_and_strikes_it_through(wang, mail, alice, signed_in) -> None:
    client: Client = signed_in(alice)
    address = reverse("contactpoints:bounce", args=[wang.pk, mail.pk])
    assert "not offered for calls" in client.get(address).content.decode()
    assert client.post(address, {"reason": "x" * 201}).status_code == 422
    answer = client.post(address, {"reason": "came back"}, headers={"HX-Request": "true"})
    assert "rapport:close" in answer["HX-Trigger"]
    panel = client.get(reverse("contactpoints:panel", args=[wang.pk])).content.decode()
    assert "mailto:" not in panel
    assert "<s " in panel
    assert "came back" in panel
    client.post(reverse("contactpoints:verify", args=[wang.pk, mail.pk]))
    panel = client.get(reverse("contactpoints:panel", args=[wang.pk])).content.decode()
    assert "mailto:" in panel
    assert "verified" in panel


def test_somebody_elses(wang, mail, charlie, signed_in) -> None:
    client: Client = signed_in(charlie)
    assert client.get(reverse("contactpoints:bounce", args=[wang.pk, mail.pk])).status_code == 404
    assert client.post(reverse("contactpoints:verify", args=[wang.pk, mail.pk])).status_code == 404


def test_over_the_api(wang, mail, alice, caller) -> None:
    client: Client = caller(alice)
    address = f"/api/v1/parties/{wang.pk}/contact-points/{mail.pk}"
    answer = client.post(f"{address}/bounce", {"reason": "came back"}, content_type=JSON)
    assert (answer.status_code, answer.json()["bounce_reason"]) == (200, "came back")
    answer = client.post(f"{address}/verify", content_type=JSON)
    assert (answer.status_code, answer.json()["bounced_at"]) == (200, None)
