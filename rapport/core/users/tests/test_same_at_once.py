"""Two colleagues write the same at the same moment: one is let through, the other reads a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction

from rapport.core.access.models import Role, User
from rapport.core.action import SameAtOnce
from rapport.core.users.actions import Place, invite_user

WAITING = """SELECT count(*) FROM pg_locks w WHERE NOT w.granted AND EXISTS (
 SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
 WHERE l.pid = w.pid AND d.datname = current_database())"""


@pytest.mark.django_db(transaction=True)
def test_one_address_is_invited_once(admin: User, at: datetime) -> None:
    place = Place(team_id=None, role_ids=(Role.objects.get(key="seller").pk,))

    def invite() -> None:
        invite_user("eve@haina.example", by=admin, at=at, name="Eve", place=place)

    def at_the_same_time() -> None:
        try:
            invite()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as second:
        with transaction.atomic():
            invite()
            late = second.submit(at_the_same_time)
            with connection.cursor() as cursor:
                waiting = 0
                while not waiting and not late.done():
                    cursor.execute(WAITING)
                    (waiting,) = cursor.fetchone()
        with pytest.raises(SameAtOnce, match="at this moment"):
            late.result(timeout=60)
    assert User.objects.filter(email="eve@haina.example").count() == 1
