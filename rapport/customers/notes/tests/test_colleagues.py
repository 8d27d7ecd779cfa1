"""Who is offered after an @."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapport.customers.notes.queries import colleagues_called
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db


def test_those_who_may_read_the_record(wang, alice, bob, charlie) -> None:
    party = Party.objects.get(pk=wang.pk)
    assert colleagues_called("", party) == [alice, bob]
    assert colleagues_called("BO", party) == [bob]
    assert colleagues_called("char", party) == []


def test_nobody_who_has_left(wang, alice, bob, at) -> None:
    bob.left_at = at
    bob.save()
    assert colleagues_called("bob", Party.objects.get(pk=wang.pk)) == []


def test_the_answer_and_its_door(wang, alice, bob, charlie, signed_in) -> None:
    address = reverse("notes:colleagues", args=[wang.pk])
    text = signed_in(alice).get(address, {"q": "bo\0b"}).content.decode()
    assert 'data-text="Bob"' in text
    assert signed_in(charlie).get(address).status_code == 404
