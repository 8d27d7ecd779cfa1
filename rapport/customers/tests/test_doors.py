"""Every page of the room: open for Alice, not there for Charlie, and as many queries for one row as for fifty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.lists import sparse
from rapport.customers.accounts.actions import open_account
from rapport.customers.affiliations.actions import set_manager, start_affiliation
from rapport.customers.consent.actions import give_consent, withdraw_consent
from rapport.customers.households.actions import add_member, form_household
from rapport.customers.notes.actions import write_note
from rapport.customers.people.actions import create_person
from rapport.customers.relations.actions import relate_parties
from rapport.customers.shares.actions import share_party
from rapport.customers.tags.actions import tag_parties
from rapport.customers.traits.actions import Finding, set_traits

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(wang, li, haina, alice, bob, admin, at) -> dict[str, int]:
    """王伟 with everything that can hang on a person."""
    by: dict[str, Any] = {"by": alice, "at": at}
    top = start_affiliation(li.pk, **by, organization_id=haina.pk, title="总经理")
    place = start_affiliation(wang.pk, **by, organization_id=haina.pk, title="采购总监")
    set_manager(place.pk, **by, reports_to_id=top.pk)
    household = form_household(wang.pk, **by)
    add_member(household.pk, **by, person_id=li.pk, role="partner")
    relation = relate_parties(wang.pk, **by, other_id=li.pk, kind="spouse")
    account = open_account(wang.pk, **by, terms={"credit_limit": "50000", "tier": "gold"})
    point = wang.party.contact_points.get(channel="email")
    said = {"contact_point_id": point.pk, "source": "form", "evidence": "Form 12"}
    give_consent(wang.pk, **by, **said, purpose="offers")
    withdraw_consent(wang.pk, **by, **said, purpose="surveys")
    note = write_note(wang.pk, **by, body="https://example.com <b>bold</b> @Bob")
    share_party(wang.pk, **by, user_id=bob.pk)
    tag = tag_parties([wang.pk], **by, name="VIP")
    why = ["14 orders in three years"]
    finding = Finding(party_id=wang.pk, name="lifetime_value", value=186400, reasons=why)
    set_traits([finding], by=admin, at=at, model_version="1")
    ids = {"wang": wang.pk, "haina": haina.pk, "household": household.pk, "note": note.pk}
    ids |= {"place": place.pk, "account": account.pk, "point": point.pk, "tag": tag.pk}
    return ids | {"relation": relation.pk}


READ = [
    "/people/{wang}",
    "/people/{wang}/identity",
    "/people/{wang}/details",
    "/people/{wang}/field/family",
    "/people/{wang}/field/born_on?show=1",
    "/people/{wang}/places",
    "/people/{wang}/household",
    "/organizations/{haina}",
    "/organizations/{haina}/identity",
    "/organizations/{haina}/details",
    "/organizations/{haina}/people",
    "/organizations/{haina}/field/domains",
    "/households/{household}",
    "/parties/{wang}/contact",
    "/parties/{wang}/consent",
    "/parties/{wang}/consent/ledger",
    "/parties/{wang}/relations",
    "/parties/{wang}/accounts",
    "/parties/{wang}/tags",
    "/parties/{wang}/traits",
    "/parties/{wang}/notes",
    "/parties/{wang}/history",
    "/parties/{wang}/shares",
    "/parties/{wang}/field/owner",
]
ASK = [
    "/parties/{wang}/contact/new/phone",
    "/parties/{wang}/contact/new/address",
    "/parties/{wang}/contact/{point}",
    "/parties/{wang}/affiliations/new",
    "/parties/{haina}/affiliations/new",
    "/affiliations/{place}",
    "/affiliations/{place}/end",
    "/affiliations/{place}/manager",
    "/households/{household}/edit",
    "/households/{household}/members/new",
    "/people/{wang}/household/new",
    "/parties/{wang}/relations/new",
    "/parties/{wang}/accounts/new",
    "/accounts-of-customers/{account}",
    "/parties/{wang}/consent/new",
    "/parties/{wang}/shares/new",
    "/parties/{wang}/notes/new",
    "/notes/{note}",
]
DO = [
    "/parties/{wang}/restore",
    "/parties/{wang}/contact/{point}/prefer",
    "/parties/{wang}/contact/{point}/remove",
    "/households/{household}/members/{wang}/remove",
    "/parties/{wang}/relations/{relation}/end",
    "/accounts-of-customers/{account}/close",
    "/parties/{wang}/tags/{tag}/remove",
    "/parties/{wang}/shares/1/end",
    "/notes/{note}/delete",
    "/parties/trash?id={wang}",
    "/parties/assign?id={wang}",
    "/parties/tags/new?id={wang}",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_alice_opens_every_page_in_both_languages(full, alice, signed_in, language) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    alice.refresh_from_db()
    client = signed_in(alice)
    wrong = []
    for address in [*READ, *ASK]:
        answer = client.get(address.format(**full))
        if answer.status_code != 200 or "None" in answer.content.decode():
            wrong.append((address, answer.status_code))
    assert wrong == []


def test_for_charlie_nothing_of_it_is_there(full, charlie, signed_in) -> None:
    client = signed_in(charlie)
    form = {"family": "X", "owner": charlie.pk, "name": "X", "body": "X"}
    opened = [a for a in [*READ, *ASK] if client.get(a.format(**full)).status_code != 404]
    done = [a for a in [*ASK, *DO] if client.post(a.format(**full), form).status_code != 404]
    assert (opened, done) == ([], [])
    assert client.post(f"/people/{full['wang']}/field/family", form).status_code == 404


def test_in_charlies_lists_it_is_not_there(full, charlie, alice, signed_in) -> None:
    hers, his = signed_in(alice), signed_in(charlie)
    for address, name in (
        ("/people/", "王伟"),
        ("/organizations/", "海纳"),
        ("/households/", "王伟"),
        ("/parties/pick?q=wxs", "王伟"),
    ):
        assert name in hers.get(address).content.decode()
        assert name not in his.get(address).content.decode()
    assert ">0<" in his.get("/lists/people/count").content.decode()


@pytest.mark.parametrize("address", ["/people/", "/people/?q=wang&f=lifecycle:is:prospect"])
def test_a_list_asks_as_often_for_fifty_rows_as_for_one(
    wang, alice, at, signed_in, address, count_queries, monkeypatch
) -> None:
    monkeypatch.setattr(sparse, "_walks", lambda _page: True)  # its guess of so few rows changes
    create_person(by=alice, at=at, family="王", given="一")
    one = count_queries(signed_in(alice), address)
    for number in range(49):
        create_person(by=alice, at=at, family="王", given=f"{number}")
    assert count_queries(signed_in(alice), address) == one


def test_a_note_is_shown_as_text_with_its_links(full, alice, signed_in) -> None:
    text = signed_in(alice).get(f"/parties/{full['wang']}/notes").content.decode()
    assert '<a href="https://example.com"' in text
    assert "&lt;b&gt;bold&lt;/b&gt;" in text


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """Return how many queries a page asks."""
    from django.db import connection

    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return count
