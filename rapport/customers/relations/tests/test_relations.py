"""How two parties are related."""

from __future__ import annotations

import pytest

from rapport.core.errors import Missing
from rapport.customers.relations.actions import (
    RelatedAlready,
    RelatedToItself,
    UnknownRelation,
    relate_parties,
    unrelate_parties,
)
from rapport.customers.relations.models import Relation

pytestmark = pytest.mark.django_db


def test_from_either_side(wang, li, alice, at, told) -> None:
    relation = relate_parties(
        wang.pk, by=alice, at=at, other_id=li.pk, kind="parent", is_converse=True
    )
    assert (relation.from_party_id, relation.to_party_id) == (li.pk, wang.pk)
    assert told("PartiesRelated")[0]["kind"] == "parent"


def test_spouses_are_spouses_both_ways(wang, li, alice, at) -> None:
    relate_parties(wang.pk, by=alice, at=at, other_id=li.pk, kind="spouse")
    with pytest.raises(RelatedAlready):
        relate_parties(li.pk, by=alice, at=at, other_id=wang.pk, kind="spouse")


def test_a_referrer_may_be_referred_in_turn(wang, li, alice, at) -> None:
    relate_parties(wang.pk, by=alice, at=at, other_id=li.pk, kind="referrer")
    relate_parties(li.pk, by=alice, at=at, other_id=wang.pk, kind="referrer")
    assert Relation.objects.count() == 2


def test_bad_input(wang, lone, alice, at) -> None:
    with pytest.raises(RelatedToItself):
        relate_parties(wang.pk, by=alice, at=at, other_id=wang.pk, kind="friend")
    with pytest.raises(UnknownRelation):
        relate_parties(wang.pk, by=alice, at=at, other_id=lone.pk, kind="boss")
    with pytest.raises(Missing):
        relate_parties(wang.pk, by=alice, at=at, other_id=lone.pk, kind="friend")


def test_it_ends_from_either_side(wang, li, alice, charlie, at, told) -> None:
    relation = relate_parties(wang.pk, by=alice, at=at, other_id=li.pk, kind="friend")
    with pytest.raises(Missing):
        unrelate_parties(li.pk, relation.pk, by=charlie, at=at)
    unrelate_parties(li.pk, relation.pk, by=alice, at=at)
    assert Relation.objects.get().until == at.date()
    assert told("RelationEnded")
    with pytest.raises(Missing):
        unrelate_parties(li.pk, relation.pk, by=alice, at=at)
