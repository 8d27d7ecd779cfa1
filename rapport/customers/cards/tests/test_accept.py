"""What was read is accepted part by part: a new person, or one who is there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapport.core.access.models import Role, User
from rapport.core.action import last_group
from rapport.core.errors import Missing, NotAllowed
from rapport.core.undo.actions import undo
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.cards.actions import accept_card
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person

pytestmark = pytest.mark.django_db
SIGNATURE = "--\n王伟  采购总监\n海纳\n手机：138 1643 2207\nwang.wei@new.example"
VALUES = {
    "family": "李",
    "given": "娜",
    "company": "新海有限公司",
    "title": "经理",
    "phone": "+8613900000000",
}


def test_a_new_person_with_company_and_undo(alice, at):
    party = accept_card(by=alice, at=at, values=VALUES)
    place = Affiliation.objects.get(person_id=party.pk)
    assert (place.title, place.organization.legal_name) == ("经理", "新海有限公司")
    assert ContactPoint.objects.get(party=party).normalized == "+8613900000000"
    group = last_group()
    assert group is not None
    undo(group, by=alice, at=at)
    assert not Party.objects.exists()


def test_who_is_there_is_completed_and_nothing_twice(alice, charlie, at, wang, haina):
    values = {
        "company": "海纳",
        "title": "总监",
        "phone": "+8613816432207",
        "email": "w@new.example",
    }
    for _turn in range(2):
        accept_card(by=alice, at=at, values=values, party_id=wang.pk)
    assert Affiliation.objects.get(person_id=wang.pk).organization_id == haina.pk
    points = ContactPoint.objects.filter(party_id=wang.pk)
    assert points.filter(channel="phone").count() == 1
    assert points.filter(normalized="w@new.example").count() == 1
    with pytest.raises(Missing):
        accept_card(by=charlie, at=at, values=values, party_id=wang.pk)
    charlie.grants.update(role=Role.objects.create(key="guest", name="Guest", rights={}))
    with pytest.raises(NotAllowed):
        accept_card(by=User.objects.get(pk=charlie.pk), at=at, values=values)


def test_pages(alice, wang, haina, signed_in):
    client = signed_in(alice)
    alice.timezone = "Asia/Shanghai"
    alice.save()
    address = reverse("cards:read")
    assert address in client.get(reverse("people:create")).content.decode()
    assert client.post(address, {"text": "12"}).status_code == 422
    page = client.post(address, {"text": SIGNATURE}).content.decode()
    assert f'name="whom" id="id_whom_1" value="{wang.pk}"' in page
    assert 'value="采购总监"' in page
    sent = {"text": SIGNATURE, "whom": wang.pk, "use_email": "on", "email": "wang.wei@new.example"}
    done = client.post(reverse("cards:accept"), sent | {"use_phone": "on", "phone": "138"})
    assert done.status_code == 422  # a number that cannot be right
    assert not ContactPoint.objects.filter(normalized="wang.wei@new.example").exists()
    done = client.post(reverse("cards:accept"), sent)
    assert done["Location"] == reverse("people:open", args=[wang.pk])
    assert ContactPoint.objects.filter(normalized="wang.wei@new.example").exists()
    sent |= {"whom": "", "use_family": "on", "family": "Wong", "use_email": ""}
    sent.pop("use_email")
    assert client.post(reverse("cards:accept"), sent).status_code == 303
    assert Person.objects.filter(family="Wong").exists()
    other = {**sent, "whom": "999999"}
    assert client.post(reverse("cards:accept"), other).status_code == 422
