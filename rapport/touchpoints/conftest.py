"""王伟 the customer and 海纳 the company, as in the room below, and ways to be in touch with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.customers.conftest import haina, wang
from rapport.customers.people.models import Person
from rapport.touchpoints.interactions.actions import log_interaction, trash_interaction
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.actions import create_task, finish_task
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan

__all__ = ["haina", "wang"]


@pytest.fixture
def logged(wang: Person, alice: User, at: datetime) -> Callable[..., Interaction]:
    """Return a way to log Alice's contacts with 王伟."""

    def log(*, trashed: bool = False, **changed: Any) -> Interaction:
        details = Details(
            **{"channel": "phone", "started_at": at, "subject": "Asked for a sea view", **changed}
        )
        row = log_interaction(wang.pk, details, by=alice, at=max(at, details.started_at))
        return trash_interaction(row.pk, by=alice, at=at) if trashed else row

    return log


@pytest.fixture
def planned(wang: Person, alice: User, at: datetime) -> Callable[..., Task]:
    """Return a way to make Alice's tasks for 王伟."""

    def plan(title: str = "Send both offers", *, finished: bool = False, **changed: Any) -> Task:
        task = create_task(
            Plan(**{"title": title, "party_id": wang.pk, **changed}), by=alice, at=at
        )
        return finish_task(task.pk, by=alice, at=at) if finished else task

    return plan
