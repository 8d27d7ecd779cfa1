"""One user opens many records at once, in many tabs: nobody waits for ever, and fifty are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.search.models import RecentRecord
from rapport.core.search.recent import KEPT, remember_opened

START = datetime(2026, 9, 17, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_many_tabs_forget_the_oldest_without_a_deadlock(alice: User) -> None:
    def open_many(tab: int) -> None:
        try:
            for n in range(40):
                remember_opened(alice, "person", n * 8 + tab, at=START + timedelta(seconds=n))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(open_many, range(8)))
    assert RecentRecord.objects.filter(user=alice).count() == KEPT
