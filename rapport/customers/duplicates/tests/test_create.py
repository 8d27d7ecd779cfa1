"""A new record that looks the same as one that is here: told while typing, asked on saving, refused over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rapport.customers.contactpoints.actions import Contact
from rapport.customers.duplicates.drafts import organization_draft, person_draft, typed_points
from rapport.customers.duplicates.near import LooksTheSame, near
from rapport.customers.organizations.actions import create_organization
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db
MOBILE = "+86 138 1643 2207"
WANG = {"family": "Wang", "given": "Wei", "lifecycle": "prospect", "phone": MOBILE}


def _draft(**typed: str) -> Any:
    points = typed_points(typed, region="CN")
    return person_draft(points, family=typed.get("family", ""), given=typed.get("given", ""))


def test_she_is_found_in_another_script_with_the_reasons(wang, alice) -> None:
    found = near(alice, _draft(family="Wang", given="Wei", phone="13816432207"))
    assert [(one.id, one.name) for one in found] == [(wang.pk, "王伟")]
    assert found[0].probability > 0.9
    assert found[0].why == [
        "same phone",
        "given name sounds the same",
        "family name sounds the same",
    ]


def test_a_turned_name_is_a_hint_but_does_not_stand_in_the_way(wang, alice, at) -> None:
    found = near(alice, _draft(family="伟", given="王"))
    assert [one.id for one in found] == [wang.pk]
    assert "family and given name exchanged" in found[0].why
    create_person(by=alice, at=at, family="伟", given="王", force=False)


def test_a_family_shares_its_telephone(wang, alice, at) -> None:
    found = near(alice, _draft(family="王", given="小明", phone=MOBILE))
    assert [(one.id, one.probability) for one in found] == [(wang.pk, 0)]
    phone = Contact(channel="phone", value=MOBILE)
    create_person(by=alice, at=at, family="王", given="小明", contacts=[phone], force=False)


def test_what_she_may_not_see_is_no_hint_and_no_reason_to_refuse(wang, charlie, at) -> None:
    typed = {"family": "王", "given": "伟", "phone": MOBILE}
    assert near(charlie, _draft(**typed)) == []
    phone = Contact(channel="phone", value=MOBILE)
    create_person(by=charlie, at=at, family="王", given="伟", contacts=[phone], force=False)


def test_who_lies_in_the_trash_is_no_hint(wang, alice, at) -> None:
    Party.objects.filter(pk=wang.pk).update(trashed_at=at)
    assert near(alice, _draft(family="王", given="伟", phone=MOBILE)) == []


def test_a_company_is_found_without_its_legal_form_and_by_its_domain(alice, at) -> None:
    haina = create_organization(
        by=alice, at=at, legal_name="海纳科技有限公司", trade_name="海纳", domains=["haina.example"]
    )
    for names, web in (
        (("海纳科技股份有限公司", "", ""), ""),
        (("Other", "", ""), "www.haina.example"),
    ):
        points = typed_points({"web": web}, region="CN")
        assert [one.id for one in near(alice, organization_draft(points, names=names))] == [
            haina.pk
        ]
    with pytest.raises(LooksTheSame):
        create_organization(
            by=alice, at=at, legal_name="海纳科技", domains=["haina.example"], force=False
        )


def test_the_form_asks_and_adds_anyway(wang, alice, signed_in) -> None:
    client = signed_in(alice)
    asked = client.post("/people/new", WANG, headers={"HX-Request": "true"})
    said = asked.content.decode()
    assert asked.status_code == 409
    assert "Add anyway" in said
    assert "王伟" in said
    assert "same phone" in said
    assert Party.objects.count() == 1
    assert client.post("/people/new", WANG | {"force": "1"}).status_code == 303
    assert Party.objects.count() == 2


def test_the_form_of_a_company_asks_too(alice, at, signed_in) -> None:
    phone = Contact(channel="phone", value="+86 21 6888 0000")
    create_organization(by=alice, at=at, legal_name="海纳科技有限公司", contacts=[phone])
    form = {"legal_name": "海纳科技", "lifecycle": "prospect", "phone": "+86 21 6888 0000"}
    client = signed_in(alice)
    assert client.post("/organizations/new", form).status_code == 409
    assert client.post("/organizations/new", form | {"force": "1"}).status_code == 303


def test_the_api_answers_409_with_whom_it_looks_like_unless_forced(
    wang, alice, charlie, caller
) -> None:
    phone = [{"channel": "phone", "value": MOBILE}]
    body = {"family": "王", "given": "伟", "contacts": phone}

    def post(user: Any, **more: Any) -> Any:
        sent = json.dumps(body | more)
        return caller(user).post("/api/v1/people", sent, content_type="application/json")

    refused = post(alice)
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (409, "urn:rapport:looks-the-same")
    assert [(one["id"], one["name"]) for one in problem["candidates"]] == [(wang.pk, "王伟")]
    assert "same phone" in problem["candidates"][0]["reasons"]
    assert Party.objects.count() == 1
    assert post(charlie).status_code == 201
    assert post(alice, force=True).status_code == 201


def test_the_hint_asks_the_database_as_often_for_one_as_for_many(
    wang, alice, at, django_assert_num_queries
) -> None:
    draft = _draft(family="王", given="伟", phone=MOBILE)
    near(alice, draft)
    with django_assert_num_queries(QUERIES):
        assert len(near(alice, draft)) == 1
    for _count in range(30):
        create_person(by=alice, at=at, family="王", given="伟")
    with django_assert_num_queries(QUERIES):
        assert len(near(alice, draft)) == 5


QUERIES = 7
