"""What a test of notifications begins with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.notifications.actions import notify


@pytest.fixture
def tell(bob: User, written_by: Callable[..., Any], at: datetime) -> Callable[..., int]:
    """Return a way for Bob to tell colleagues of a kind; without words of its own it is a reminder."""

    def tell_them(
        *users: User,
        kind: str = "task_due",
        link: str = "/tasks/",
        when: datetime = at,
        **words: Any,
    ) -> int:
        row = {name: words.pop(name, None) for name in ("once", "party_id")}
        params = words or {"title": "Call back"}
        ids = [user.pk for user in users]
        work = lambda: notify(ids, kind, params, sender=bob, at=when, link=link, **row)  # noqa: E731
        told: int = written_by(bob, "core.attach_file", work)
        return told

    return tell_them
