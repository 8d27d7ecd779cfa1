"""The task that comes first is the next step on the customer's page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.steps import planned as next_step

pytestmark = pytest.mark.django_db


def test_the_first_task_with_its_day(wang, alice, charlie, at, planned) -> None:
    party = Party.objects.get(pk=wang.pk)
    assert next_step(party, alice, at) is None
    planned(title="Later", due_on=at.date() + timedelta(days=3))
    planned(title="Send the offer", due_on=at.date() - timedelta(days=1))
    step = next_step(party, alice, at)
    assert step is not None
    assert "Send the offer" in step.title
    assert "It was due on" in step.reason
    assert next_step(party, charlie, at) is None
