"""A new person from the form, bulk verbs from the list, the way through the list."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from rapport.customers.affiliations.models import Affiliation
from rapport.customers.parties.models import Party
from rapport.customers.tags.models import PartyTag

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def new(**values: str) -> dict[str, str]:
    return {"family": "张", "given": "敏", "lifecycle": "prospect", **values}


def test_a_person_with_a_company_and_a_number(alice, haina, signed_in) -> None:
    form = new(phone="+86 139 1234 5678", organization=str(haina.pk), title="采购专员", city="上海")
    answer = signed_in(alice).post("/people/new", form)
    party = Party.objects.get(kind="person")
    assert (answer.status_code, answer["Location"]) == (303, f"/people/{party.pk}")
    assert (party.display_name, party.city) == ("张敏", "上海")
    assert Affiliation.objects.get(person=party.pk).title == "采购专员"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"family": "", "given": ""}, "Enter a family name or a given name."),
        ({"phone": "+86 138"}, "too short for China"),
        ({"email": "x"}, "This is not an e-mail address."),
        ({"organization": "999999"}, "Choose a company from the list."),
        ({"family": "a\x00b"}, "This text holds a character that cannot be stored."),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_saved(alice, signed_in, values, sentence) -> None:
    answer = signed_in(alice).post("/people/new", new(**values))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Party.objects.exists()


def test_whom_she_may_not_add_she_cannot(signed_in, db) -> None:
    from conftest import make_user

    assert signed_in(make_user("Ann", "analyst")).post("/people/new", new()).status_code == 403


def test_the_same_number_or_name_is_a_hint(wang, alice, charlie, signed_in) -> None:
    for query in ("phone=%2B8613816432207", "family=王&given=伟"):
        address = f"/people/similar?{query}"
        assert "王伟" in signed_in(alice).get(address).content.decode()
        assert "王伟" not in signed_in(charlie).get(address).content.decode()


def test_bulk_verbs(wang, li, alice, bob, signed_in) -> None:
    client = signed_in(alice)
    both = f"id={wang.pk}&id={li.pk}"
    assert (
        client.post(f"/lists/people/bulk/tag?{both}", {"name": "VIP"}, headers=HX).status_code
        == 204
    )
    assert PartyTag.objects.count() == 2
    assert (
        client.post(f"/lists/people/bulk/assign?{both}", {"owner": bob.pk}, headers=HX).status_code
        == 204
    )
    assert Party.objects.filter(owner=bob).count() == 2
    every = "all=people%3Fq%3Dwxs"
    assert client.post(f"/lists/people/bulk/trash?{every}", headers=HX).status_code == 204
    assert list(Party.objects.kept().values_list("pk", flat=True)) == [li.pk]
    assert client.post("/lists/people/bulk/trash", headers=HX).status_code == 422


def test_the_list_is_walked_through(wang, li, alice, signed_in) -> None:
    text = signed_in(alice).get(f"/people/{li.pk}?list=people").content.decode()
    assert f'href="/people/{wang.pk}?list=people"' in text


def test_filters_by_company_and_tag(wang, li, haina, alice, at, signed_in, written_by) -> None:
    from rapport.customers.affiliations.actions import start_affiliation
    from rapport.customers.tags.actions import tag_parties

    start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk)
    tag = tag_parties([wang.pk], by=alice, at=at, name="VIP")
    client = signed_in(alice)
    for one in ("company:is:海纳", "company:filled:", f"tag:is:{tag.pk}", "lifecycle:is:customer"):
        text = client.get("/people/", {"f": one}).content.decode()
        assert ("王伟" in text, "李梅" in text) == (True, False), one


def test_in_the_trash_it_says_so_and_comes_back(wang, alice, signed_in) -> None:
    client = signed_in(alice)
    client.post(f"/parties/trash?id={wang.pk}", headers=HX)
    assert "This record is in the trash" in client.get(f"/people/{wang.pk}").content.decode()
    assert client.post(f"/parties/{wang.pk}/restore").status_code == 303
    assert Party.objects.kept().filter(pk=wang.pk).exists()


def test_no_filter_tells_of_a_company_that_is_not_hers_to_see(
    wang, alice, charlie, at, signed_in
) -> None:
    from rapport.customers.affiliations.actions import start_affiliation
    from rapport.customers.organizations.actions import create_organization
    from rapport.customers.shares.actions import share_party

    secret = create_organization(by=charlie, at=at, legal_name="Secret Mining")
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk, can_change=True)
    start_affiliation(wang.pk, by=charlie, at=at, organization_id=secret.pk)
    client = signed_in(alice)
    for one in ("company:has:Secret", "company:is:Secret Mining", "company:filled:"):
        assert "王伟" not in client.get("/people/", {"f": one}).content.decode(), one


def test_a_person_of_two_companies_stands_once_in_a_list_of_either_or(
    wang, haina, alice, at, signed_in
) -> None:
    from rapport.customers.affiliations.actions import start_affiliation
    from rapport.customers.organizations.actions import create_organization

    other = create_organization(by=alice, at=at, legal_name="Other")
    for company in (haina, other):
        start_affiliation(wang.pk, by=alice, at=at, organization_id=company.pk)
    either = urlencode([("f", "company:filled:"), ("f", "lifecycle:is:customer")])
    text = signed_in(alice).get("/people/", {"g": either}).content.decode()
    assert text.count(f'data-row="{wang.pk}"') == 1
