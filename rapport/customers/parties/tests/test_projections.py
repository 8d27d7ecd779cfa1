"""Last contact and next step as other rooms write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport.customers.parties.actions import note_next_step, note_touch
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db


def test_only_a_newer_contact_counts(wang, at) -> None:
    note_touch(wang.pk, channel="phone", touched_at=at)
    note_touch(wang.pk, channel="email", touched_at=at - timedelta(days=1))
    party = Party.objects.get(pk=wang.pk)
    assert (party.last_touch_at, party.last_touch_channel) == (at, "phone")


def test_the_next_step_comes_and_goes(wang) -> None:
    note_next_step(wang.pk, text="Send the offer", on=date(2026, 9, 18))
    assert Party.objects.get(pk=wang.pk).next_step_on == date(2026, 9, 18)
    note_next_step(wang.pk, text="", on=None)
    party = Party.objects.get(pk=wang.pk)
    assert (party.next_step, party.next_step_on) == ("", None)
