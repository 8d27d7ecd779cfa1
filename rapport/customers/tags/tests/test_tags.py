"""Tags, one word for the whole company."""

from __future__ import annotations

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.undo.actions import undo
from rapport.customers.tags.actions import (
    TagTooLong,
    TagWithoutName,
    tag_parties,
    untag_parties,
)
from rapport.customers.tags.models import PartyTag, Tag

pytestmark = pytest.mark.django_db


def test_one_word_whatever_its_case(wang, li, alice, at, told) -> None:
    tag_parties([wang.pk], by=alice, at=at, name=" VIP ")
    tag_parties([wang.pk, li.pk], by=alice, at=at, name="vip")
    assert [tag.name for tag in Tag.objects.all()] == ["VIP"]
    assert PartyTag.objects.count() == 2
    assert told("PartiesTagged")[1]["party_ids"] == [li.pk]


def test_a_tag_that_hangs_nowhere_is_forgotten(wang, alice, at, told) -> None:
    tag = tag_parties([wang.pk], by=alice, at=at, name="VIP")
    assert untag_parties([wang.pk], by=alice, at=at, tag_id=tag.pk) == [wang.pk]
    assert not Tag.objects.exists()
    assert told("PartiesUntagged")
    undo(last_group(), by=alice, at=at)
    assert PartyTag.objects.get().tag.name == "VIP"


def test_bad_input(wang, lone, alice, at) -> None:
    with pytest.raises(TagWithoutName):
        tag_parties([wang.pk], by=alice, at=at, name=" ")
    with pytest.raises(TagTooLong):
        tag_parties([wang.pk], by=alice, at=at, name="x" * 51)
    with pytest.raises(Missing):
        tag_parties([wang.pk, lone.pk], by=alice, at=at, name="VIP")
    with pytest.raises(Missing):
        untag_parties([wang.pk], by=alice, at=at, tag_id=1)
