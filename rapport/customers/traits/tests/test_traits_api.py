"""Findings over the API."""

from datetime import timedelta

from rapport.customers.traits.actions import Finding, set_traits


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
