"""Two administrators take each other's right away at the same moment: one of them keeps it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction

from conftest import make_user
from rapport.core.access.models import Role, User
from rapport.core.users.actions import LastAdministrator, Place, edit_user

WAITING = """SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
 WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted"""


@pytest.mark.django_db(transaction=True)
def test_one_of_two_stays(admin: User, at: datetime) -> None:
    other = make_user("Abe", "administrator")
    place = Place(team_id=None, role_ids=(Role.objects.get(key="seller").pk,))

    def demote(user: User, by: User) -> None:
        edit_user(user.pk, by=by, at=at, version=user.version, name=user.name, place=place)

    def at_the_same_time() -> None:
        try:
            demote(admin, by=other)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as second:
        with transaction.atomic():
            demote(other, by=admin)
            late = second.submit(at_the_same_time)
            with connection.cursor() as cursor:
                waiting = 0
                while not waiting and not late.done():
                    cursor.execute(WAITING)
                    (waiting,) = cursor.fetchone()
        with pytest.raises(LastAdministrator):
            late.result(timeout=60)
