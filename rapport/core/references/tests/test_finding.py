"""Where the id of a customer stands is found from the models: also in one that is made tomorrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from rapport.core.access.models import User
from rapport.core.records import KindKey, LooseKey
from rapport.core.references.finding import alike, references
from rapport.customers.households.models import Household
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person

# Plain numbers that look like the id of a record, and why nothing follows them when records are merged or erased.
NO_REFERENCE = {
    "core.EventRow.subject_id",  # a journal: it tells of the record as it was then
    "core.Change.row_id",  # the same
    "core.WebhookDelivery.event_id",  # events are dropped by the month
}


@pytest.fixture
def forgetting() -> Iterator[None]:
    yield
    references.cache_clear()


def _names(model: type[models.Model]) -> set[str]:
    return {str(one) for one in references(model)}


def test_every_way_to_a_customer_is_found() -> None:
    found = _names(Party)
    assert {
        "customers.ContactPoint.party",
        "customers.Affiliation.person",
        "customers.Affiliation.organization",
        "customers.Relation.from_party",
        "customers.Relation.to_party",
        "customers.Household.head",
        "customers.Organization.parent",
        "customers.Party.merged_into",
        "sales.Order.party",
        "touchpoints.Task.party",
        "core.EventRow.party_id",
        "core.SearchEntry.party_id",
        "core.SearchEntry.object_id",
        "core.Attachment.row_id",
        "core.BulkLeft.row_id",
    } <= found
    assert found == _names(Person) == _names(Organization)
    assert "customers.Person.party" not in found


def test_what_shares_a_key_is_one_record() -> None:
    assert alike(Organization)[0] is Party
    assert set(alike(Organization)) == {Party, Person, Organization}
    assert alike(Household) == [Household]
    assert _names(Household) >= {"customers.Member.household"}
    assert "core.Attachment.row_id" not in _names(Household)


def test_a_kind_that_stands_beside_narrows_the_rows() -> None:
    entry = next(one for one in references(Party) if str(one) == "core.SearchEntry.object_id")
    assert entry.kinds == ("person", "organization")
    assert not entry.is_business
    hung = next(one for one in references(Party) if str(one) == "core.Attachment.row_id")
    assert (hung.kinds, hung.is_business) == (("party",), True)


@isolate_apps("rapport.customers", attr_name="later")
def test_a_model_made_tomorrow_is_found(forgetting, monkeypatch) -> None:
    class Pet(models.Model):
        keeper = models.ForeignKey("customers.Person", models.CASCADE, related_name="+")
        vet_id = LooseKey("customers.Party")
        kind = models.CharField(max_length=20)
        about_id = KindKey("kind", "attachments")
        made_by = models.ForeignKey("core.User", models.CASCADE, related_name="+")

        class Meta:
            app_label = "customers"

        def __str__(self) -> str:
            return self.kind

    Pet.__module__ = "rapport.customers.pets.models"
    Pet._meta.get_field("keeper").remote_field.model = Person
    Pet._meta.get_field("made_by").remote_field.model = User
    known = apps.get_models()
    monkeypatch.setattr(apps, "get_models", lambda **_options: [*known, Pet])
    references.cache_clear()
    found = {name for name in _names(Party) if name.startswith("customers.Pet.")}
    assert found == {"customers.Pet.keeper", "customers.Pet.vet_id", "customers.Pet.about_id"}


def test_no_number_that_points_at_a_record_is_undeclared() -> None:
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("rapport.")
        for field in model._meta.local_concrete_fields
        if type(field) in {models.BigIntegerField, models.IntegerField}
        and field.name.endswith("_id")
    }
    assert plain | {"core.Change.row_id"} == NO_REFERENCE
