"""Logging from a page, and the page of one contact."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rapport.core.access.models import User
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.models import Task

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def sent(**changed: object) -> dict[str, object]:
    return {
        "channel": "phone",
        "direction": "out",
        "subject": "Asked for a sea view",
        "started_at": "2020-05-04T09:30",
        **changed,
    }


@pytest.mark.parametrize(
    ("kind", "channel"),
    [
        ("call", "phone"),
        ("mail", "email"),
        ("wechat", "wechat"),
        ("meeting", "meeting"),
        ("visit", "visit"),
        ("complaint", "phone"),
    ],
)
def test_the_dialog_is_filled_in_for_each_key(
    wang, alice: User, signed_in, kind: str, channel: str
) -> None:
    address = f"{reverse('interactions:log')}?kind={kind}&party={wang.pk}"
    html = signed_in(alice).get(address, headers=HX).content.decode()
    assert "王伟" in html
    assert f'<option value="{channel}" selected>' in html
    assert "<html" not in html


def test_it_is_logged_with_a_next_step_and_can_be_undone(wang, alice: User, signed_in) -> None:
    client = signed_in(alice)
    data = sent(party=wang.pk, minutes=6, next_step="Send both", next_step_on="2020-05-08")
    answer = client.post(reverse("interactions:log"), data, headers=HX)
    assert answer.status_code == 204
    assert "Call logged. Next step: 8 May 2020" in answer["HX-Trigger"]
    row = Interaction.objects.get()
    assert row.ended_at - row.started_at == timedelta(minutes=6)
    assert Task.objects.get().title == "Send both"
    group = answer["HX-Trigger"].split("/undo/")[1].split('"')[0]
    client.post(reverse("undo", args=[group]), headers=HX)
    assert not Interaction.objects.exists()
    assert not Task.objects.exists()


def test_without_a_script_it_works_as_a_page(wang, alice: User, signed_in) -> None:
    client = signed_in(alice)
    html = client.get(f"{reverse('interactions:log')}?party={wang.pk}").content.decode()
    assert "<html" in html
    answer = client.post(reverse("interactions:log"), sent(party=wang.pk))
    assert (answer.status_code, answer["Location"]) == (303, f"/people/{wang.pk}")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"subject": ""}, "Write at least a subject"),
        ({"started_at": "2199-01-01T00:00"}, "This has not happened yet"),
        ({"started_at": "yesterday"}, "Enter a date, such as 2026-09-17."),
        ({"next_step_on": "2020-05-08"}, "Write what the next step is."),
        ({"minutes": "-1"}, "This must be at least 0."),
        ({"channel": "pigeon"}, "Choose one of the values offered."),
        ({"party": ""}, "Choose the customer."),
        ({"party": "9" * 30}, "Choose the customer."),
        ({"subject": "a\x00b"}, "This text holds a character that cannot be stored."),
    ],
)
def test_what_cannot_be_is_said_and_kept(wang, alice, signed_in, changed, sentence) -> None:
    data = {**sent(party=wang.pk), **changed}
    answer = signed_in(alice).post(reverse("interactions:log"), data, headers=HX)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Interaction.objects.exists()


def test_a_customer_of_another_team_cannot_be_chosen(wang, charlie: User, signed_in) -> None:
    client = signed_in(charlie)
    answer = client.post(reverse("interactions:log"), sent(party=wang.pk), headers=HX)
    assert answer.status_code == 422


def test_its_page_tells_all(logged, alice: User, signed_in) -> None:
    row = logged(reason="complaint", body="充电器发烫", outcome="reached")
    html = signed_in(alice).get(reverse("interactions:open", args=[row.pk])).content.decode()
    for words in ("Asked for a sea view", "充电器发烫", "open complaint", "Reached", "Resolve"):
        assert words in html


def test_a_complaint_is_resolved_and_reopened(logged, alice: User, signed_in) -> None:
    row, client = logged(reason="complaint"), signed_in(alice)
    address = reverse("interactions:resolve", args=[row.pk])
    assert client.get(address, headers=HX).status_code == 200
    answer = client.post(address, {"resolution": "Replaced"}, headers=HX)
    assert "Complaint resolved." in answer["HX-Trigger"]
    assert client.post(address, {"resolution": "Replaced"}, headers=HX).status_code == 409
    client.post(reverse("interactions:reopen", args=[row.pk]), headers=HX)
    row.refresh_from_db()
    assert row.is_open_complaint


def test_it_is_edited_and_trashed(logged, alice: User, signed_in) -> None:
    row, client = logged(), signed_in(alice)
    address = reverse("interactions:edit", args=[row.pk])
    assert "Asked for a sea view" in client.get(address, headers=HX).content.decode()
    data = sent(subject="Wants a garden view", version=1)
    assert client.post(address, data, headers=HX).status_code == 204
    stale = {**data, "subject": "Wants no view"}
    assert client.post(address, stale, headers=HX).status_code == 409
    client.post(reverse("interactions:trash", args=[row.pk]), headers=HX)
    row.refresh_from_db()
    assert (row.subject, row.trashed_at is None) == ("Wants a garden view", False)


def test_another_team_finds_nothing(logged, charlie: User, signed_in) -> None:
    row, client = logged(reason="complaint"), signed_in(charlie)
    for name in ("open", "edit", "resolve"):
        assert client.get(reverse(f"interactions:{name}", args=[row.pk])).status_code == 404
    for name in ("edit", "resolve", "reopen", "trash"):
        answer = client.post(reverse(f"interactions:{name}", args=[row.pk]), sent())
        assert answer.status_code == 404


def test_a_stranger_signs_in_first(logged, client) -> None:
    row = logged()
    assert client.get(reverse("interactions:open", args=[row.pk])).status_code == 302
