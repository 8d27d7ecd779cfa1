"""Findings over the API."""

from datetime import timedelta

import pytest

from rapport.customers.traits.actions import Finding, set_traits
from rapport.customers.traits.models import Trait

JSON = "application/json"


def test_those_that_hold_are_read_with_their_reasons(admin, alice, caller, wang, at):
    old = at - timedelta(days=1)
    found = [
        Finding(party_id=wang.pk, name="churn", value=0.7, reasons=["No order for a year"]),
        Finding(party_id=wang.pk, name="old", value=1, reasons=["x"], expires_at=old),
    ]
    set_traits(found, by=admin, at=at, model_version="1")
    [one] = caller(alice).get(f"/api/v1/parties/{wang.pk}/traits").json()
    assert (one["name"], one["value"], one["reasons"]) == ("churn", 0.7, ["No order for a year"])


def test_as_charlie_they_are_not_there(charlie, caller, wang):
    assert caller(charlie).get(f"/api/v1/parties/{wang.pk}/traits").status_code == 404


def test_an_unknown_parameter_is_refused(alice, caller, wang):
    answer = caller(alice).get(f"/api/v1/parties/{wang.pk}/traits?name=churn")
    assert list(answer.json()["fields"]) == ["name"]


def sent(party_id, **changed):
    finding = {
        "party_id": party_id,
        "name": "churn",
        "value": 0.7,
        "reasons": ["No order since May"],
    }
    return {"model_version": "2026-09", "findings": [finding | changed]}


def test_a_program_writes_findings_with_a_token_for_nothing_else(admin, caller, wang):
    client = caller(admin, scopes_wanted=["customers.set_traits"])
    assert client.get(f"/api/v1/people/{wang.pk}").status_code == 404
    wanted = sent(wang.pk)
    wanted["findings"].append(wanted["findings"][0] | {"party_id": 2**40})
    answer = client.post("/api/v1/traits", wanted, content_type=JSON)
    assert (answer.status_code, answer.json()) == (200, {"written": 1, "left_out": 1})
    client.post("/api/v1/traits", sent(wang.pk, value="high"), content_type=JSON)
    [trait] = Trait.objects.all()
    assert (trait.party_id, trait.value, trait.model_version) == (wang.pk, "high", "2026-09")


def test_without_its_scope_nothing_is_written(admin, alice, caller, wang):
    for client in (caller(alice), caller(admin, scopes_wanted=["customers.view_party"])):
        answer = client.post("/api/v1/traits", sent(wang.pk), content_type=JSON)
        assert answer.status_code == 403
    assert not Trait.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reasons": []}, "findings.0.reasons"),
        ({"reasons": [" "]}, "findings.0.reasons.0"),
        ({"name": "Churn risk"}, "findings.0.name"),
        ({"value": {"a": 1}}, "findings.0.value"),
        ({"expires_at": "2026-09-17T09:30:00"}, "findings.0.expires_at"),
    ],
)
def test_what_cannot_be_names_its_field(admin, caller, wang, changed, field):
    answer = caller(admin).post("/api/v1/traits", sent(wang.pk, **changed), content_type=JSON)
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.json()["fields"])
    assert not Trait.objects.exists()
