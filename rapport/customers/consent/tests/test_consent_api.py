"""Consents over the API."""

import pytest

from rapport.customers.consent.models import ConsentEvent
from rapport.customers.contactpoints.models import ContactPoint

JSON = "application/json"


@pytest.fixture
def said(wang):
    """What 王伟 said about his telephone."""
    point = ContactPoint.objects.filter(party=wang.pk, channel="phone").first()
    return {
        "contact_point_id": point.pk,
        "purpose": "offers",
        "source": "phone",
        "evidence": "Told Alice",
    }


def test_it_is_given_asked_and_withdrawn(alice, caller, wang, said):
    client, party = caller(alice), f"/api/v1/parties/{wang.pk}"
    ask = f"{party}/may-contact?channel=phone&purpose=offers"
    assert not client.get(ask).json()["allowed"]
    given = client.post(f"{party}/give-consent", said, content_type=JSON)
    assert given.status_code == 201, given.content
    verdict = client.get(ask).json()
    assert (verdict["allowed"], verdict["reason"]) == (True, "Consent was given.")
    assert verdict["contact_point_id"] == said["contact_point_id"]
    no = client.post(f"{party}/withdraw-consent", said, content_type=JSON)
    assert no.status_code == 201, no.content
    assert not client.get(ask).json()["allowed"]
    lines = client.get(f"{party}/consents").json()
    assert [one["decision"] for one in lines] == ["withdrawn", "given"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"evidence": ""}, "evidence"),
        ({"purpose": "fun"}, "purpose"),
        ({"source": "dream"}, "source"),
        ({"given_at": "2199-01-01T00:00:00Z"}, "at"),
        ({"given_at": "2020-01-01T00:00:00"}, "given_at"),
    ],
)
def test_what_cannot_be_names_its_field(alice, caller, wang, said, changed, field):
    answer = caller(alice).post(
        f"/api/v1/parties/{wang.pk}/give-consent", said | changed, content_type=JSON
    )
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not ConsentEvent.objects.exists()


def test_as_charlie_it_is_not_there(charlie, caller, wang, said):
    client, party = caller(charlie), f"/api/v1/parties/{wang.pk}"
    for verb in ("give-consent", "withdraw-consent"):
        assert client.post(f"{party}/{verb}", said, content_type=JSON).status_code == 404
    assert client.get(f"{party}/consents").status_code == 404
    assert client.get(f"{party}/may-contact?channel=phone&purpose=offers").status_code == 404


def test_an_address_is_blocked_and_a_reading_token_blocks_none(alice, caller):
    sent = {"channel": "email", "value": "Fang@Haina.example"}
    reader = caller(alice, scopes_wanted=["customers.view_party"])
    assert reader.post("/api/v1/suppressions", sent, content_type=JSON).status_code == 403
    made = caller(alice).post("/api/v1/suppressions", sent, content_type=JSON)
    assert made.status_code == 201, made.content
    wrong = caller(alice).post("/api/v1/suppressions", sent | {"value": "x"}, content_type=JSON)
    assert list(wrong.json()["fields"]) == ["value"]
