"""What people ask about their data: due by the law's day, answered with proof, the owner reminded in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.errors import Invalid, Missing
from rapport.core.notifications.models import Notification
from rapport.customers.people.models import Person
from rapport.customers.privacy.models import PrivacyRequest, due_on
from rapport.customers.privacy.requests import (
    AnsweredAlready,
    NoAnswer,
    NoIdentity,
    close_privacy_request,
    log_privacy_request,
    remind_of_requests,
)

ASKED = {"kind": "access", "law": "gdpr", "source": "email"}
JSON = "application/json"


def test_the_law_sets_the_day() -> None:
    assert due_on("gdpr", date(2026, 9, 17)) == date(2026, 10, 17)
    assert due_on("pipl", date(2026, 9, 17)) == date(2026, 10, 8)  # a Thursday, three weeks on
    assert due_on("pipl", date(2026, 9, 19)) == date(2026, 10, 9)  # a Saturday counts from Monday


def test_log_and_close(wang: Person, alice: User, at: datetime, told: Any) -> None:
    asked = log_privacy_request(wang.pk, by=alice, at=at, note="All of it", **ASKED)
    assert (asked.due_on, asked.owner) == (date(2026, 10, 17), alice)
    assert told("PrivacyRequestLogged") == [
        {"request_id": asked.pk, "party_id": wang.pk, "kind": "access"}
    ]
    with pytest.raises(NoAnswer):
        close_privacy_request(asked.pk, by=alice, at=at, state="done", answer=" ")
    with pytest.raises(NoIdentity):
        close_privacy_request(asked.pk, by=alice, at=at, state="done", answer="Sent")
    close_privacy_request(
        asked.pk, by=alice, at=at, state="done", answer="File sent", identity="Known address"
    )
    assert told("PrivacyRequestClosed")[0]["state"] == "done"
    with pytest.raises(AnsweredAlready):
        close_privacy_request(asked.pk, by=alice, at=at, state="refused", answer="No")


def test_today_is_where_the_colleague_is(wang: Person, alice: User, at: datetime) -> None:
    alice.timezone = "Pacific/Auckland"
    alice.save()
    late = at.replace(hour=13)  # there it is tomorrow already
    asked = log_privacy_request(
        wang.pk, by=alice, at=late, received_on=late.date() + timedelta(days=1), **ASKED
    )
    assert asked.received_on == date(2026, 9, 18)


def test_refuses_what_cannot_be(wang: Person, alice: User, charlie: User, at: datetime) -> None:
    tomorrow = at.date() + timedelta(days=1)
    with pytest.raises(Invalid) as wrong:
        log_privacy_request(
            wang.pk, by=alice, at=at, kind="x", law="x", source="x", received_on=tomorrow
        )
    assert set(wrong.value.fields) == {"kind", "law", "source", "received_on"}
    with pytest.raises(Missing):
        log_privacy_request(wang.pk, by=charlie, at=at, **ASKED)
    assert not PrivacyRequest.objects.exists()


def test_the_owner_is_reminded_once_before_and_once_after(
    wang: Person, alice: User, at: datetime
) -> None:
    log_privacy_request(wang.pk, by=alice, at=at, **ASKED)
    for days in (1, 26, 27, 31, 32):
        remind_of_requests(by=system(), at=at + timedelta(days=days))
    kinds = Notification.objects.filter(user=alice).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["privacy_request_due", "privacy_request_late"]


def test_pages(
    wang: Person,
    li: Person,
    alice: User,
    charlie: User,
    at: datetime,
    signed_in: Callable[..., Any],
) -> None:
    client, here = signed_in(alice), f"/people/{wang.pk}/privacy"
    assert "Nothing waits for an answer" in client.get("/privacy/requests").content.decode()
    form = {**ASKED, "received_on": "2020-01-02"}
    assert client.post(f"{here}/requests/new", {**form, "kind": ""}).status_code == 422
    assert client.post(f"{here}/requests/new", form).status_code == 303
    assert "Answer due on" in client.get(here).content.decode()
    asked = PrivacyRequest.objects.get()
    assert "王伟" in client.get("/privacy/requests").content.decode()
    assert "王伟" not in signed_in(charlie).get("/privacy/requests").content.decode()
    answer = {"state": "refused", "answer": "Not the same person"}
    assert (
        signed_in(charlie).post(f"/privacy/requests/{asked.pk}/answer", answer).status_code == 404
    )
    assert client.post(f"/privacy/requests/{asked.pk}/answer", answer).status_code == 303
    with CaptureQueriesContext(connection) as few:
        client.get("/privacy/requests?f=state:is:refused")
    for _number in range(10):
        log_privacy_request(li.pk, by=alice, at=at, **ASKED)
    with CaptureQueriesContext(connection) as many:
        client.get("/privacy/requests?f=state:is:open")
    assert len(many) <= len(few)


def test_api(wang: Person, alice: User, charlie: User, caller: Callable[..., Any]) -> None:
    here, mine = f"/api/v1/people/{wang.pk}/privacy-requests", caller(alice)
    asked = mine.post(here, ASKED, content_type=JSON)
    assert asked.status_code == 201
    assert mine.post(here, {**ASKED, "law": "none"}, content_type=JSON).status_code == 422
    assert caller(charlie).get(here).status_code == 404
    address = f"/api/v1/privacy-requests/{asked.json()['id']}/answer"
    answer = {"state": "done", "answer": "Sent", "identity": "Known address"}
    assert mine.post(address, answer, content_type=JSON).json()["state"] == "done"
    assert [one["state"] for one in mine.get(here).json()] == ["done"]
