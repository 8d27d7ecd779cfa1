"""The pages of mails: writing with a preview, the list, one mail, cancelling and sending again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.bulk.models import BulkRun
from rapport.customers.contactpoints.models import ContactPoint
from rapport.touchpoints.mail.actions import cancel_mail
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.tests.conftest import DRAFT

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(wang) -> dict[str, object]:
    """What Alice types."""
    point = ContactPoint.objects.get(party=wang.pk, channel="email")
    return {**DRAFT, "purpose": "service", "point": point.pk}


def test_a_mail_is_written_in_the_dialog(wang, alice, signed_in, typed) -> None:
    client, address = signed_in(alice), f"/mail/new?party={wang.pk}"
    assert "Write to 王伟" in client.get(address, headers={"HX-Request": "true"}).text
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "goes out in ten seconds" in answer.headers["HX-Trigger"]
    assert "/undo/" in answer.headers["HX-Trigger"]
    assert OutgoingMail.objects.get().party_id == wang.pk


def test_the_page_of_a_customer_leads_there(wang, alice, signed_in) -> None:
    assert f"/mail/new?party={wang.pk}" in signed_in(alice).get(f"/people/{wang.pk}").text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, "Dear 王伟,"),
        ({"body": "Dear {{ nobody }}"}, "There is no merge field “nobody”"),
        ({"purpose": "offers"}, "No consent was given."),
        (
            {"body": "In {{ city | your town }}"},
            "王伟 has no city: “your town” is written instead.",
        ),
        ({"body": "In {{ city }}"}, "Without city, and the text says nothing instead"),
    ],
)
def test_the_preview_says_what_he_gets(wang, alice, signed_in, typed, changed, says) -> None:
    address = f"/mail/new/preview?party={wang.pk}"
    assert says in signed_in(alice).post(address, {**typed, **changed}).text
    assert not OutgoingMail.objects.exists()


def test_what_is_wrong_stands_at_its_field(wang, alice, signed_in, typed) -> None:
    address = f"/mail/new?party={wang.pk}"
    answer = signed_in(alice).post(address, {**typed, "subject": "", "purpose": "offers"})
    assert answer.status_code == 422
    assert "Write a subject." in answer.text
    answer = signed_in(alice).post(address, {**typed, "purpose": "offers"})
    assert "No consent was given." in answer.text
    assert not OutgoingMail.objects.exists()


def test_a_customer_without_an_address(known, alice, signed_in) -> None:
    answer = signed_in(alice).get(f"/mail/new?party={known('Dora').pk}")
    assert "No e-mail address that works" in answer.text


def test_strangers_see_nothing(wang, charlie, signed_in, write) -> None:
    mail, client = write(), signed_in(charlie)
    for address in (f"/mail/new?party={wang.pk}", f"/mail/{mail.pk}"):
        assert client.get(address).status_code == 404
    assert client.post(f"/mail/{mail.pk}/cancel").status_code == 404
    assert mail.subject not in client.get("/mail/").text


def test_one_mail_and_its_buttons(write, alice, at, signed_in) -> None:
    mail, client = write(), signed_in(alice)
    assert "Cancel mail" in client.get(f"/mail/{mail.pk}").text
    client.post(f"/mail/{mail.pk}/cancel")
    assert OutgoingMail.objects.get().state == "cancelled"
    assert "Send again" in client.get(f"/mail/{mail.pk}").text
    OutgoingMail.objects.update(state="uncertain")
    assert "Nobody knows whether it arrived" in client.get(f"/mail/{mail.pk}").text
    assert "gets it twice" in client.get(f"/mail/{mail.pk}/again").text
    client.post(f"/mail/{mail.pk}/again")
    assert OutgoingMail.objects.get().state == "waiting"


def test_what_did_not_arrive_matters_on_the_page_of_the_customer(
    write, wang, alice, at, signed_in
) -> None:
    client = signed_in(alice)
    write()
    OutgoingMail.objects.update(state="failed", halt="withdrawn", due_at=None, ended_at=at)
    page = client.get(f"/people/{wang.pk}").text
    assert "The last mail was not sent" in page
    assert "Consent was withdrawn." in page


def test_the_list_asks_as_much_for_one_as_for_many(write, alice, at, signed_in) -> None:
    client = signed_in(alice)
    assert "No mails yet" in client.get("/mail/").text
    cancel_mail(write().pk, by=alice, at=at)
    client.get("/mail/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert "Cancelled" in client.get("/mail/").text
    for number in range(30):
        write(subject=f"Number {number}")
    with CaptureQueriesContext(connection) as many:
        assert "Number 29" in client.get("/mail/").text
    assert len(many) == len(one)


def test_many_are_cancelled_and_sent_again(write, alice, at, signed_in) -> None:
    client = signed_in(alice)
    ids = "&".join(f"id={write().pk}" for _one in range(3))
    client.post(f"/lists/mails/bulk/cancel-mails?{ids}")
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"cancelled"}
    OutgoingMail.objects.update(state="failed")
    answer = client.post(f"/lists/mails/bulk/send-mails-again?{ids}")
    assert answer.status_code == 303
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"waiting"}
    client.post(f"/bulk/{BulkRun.objects.latest('pk').pk}/undo")
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"cancelled"}
