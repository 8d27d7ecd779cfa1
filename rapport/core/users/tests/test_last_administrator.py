"""Two administrators take each other's right away at the same moment: one of them keeps it."""

from __future__ import annotations

from datetime import datetime

import pytest

from conftest import make_user
from rapport.core.access.models import Role, User
from rapport.core.users.actions import LastAdministrator, Place, edit_user
from rapport.core.users.tests.racing import race


@pytest.mark.django_db(transaction=True)
def test_one_of_two_stays(admin: User, at: datetime) -> None:
    other = make_user("Abe", "administrator")
    place = Place(team_id=None, role_ids=(Role.objects.get(key="seller").pk,))

    def demote(user: User, by: User) -> None:
        edit_user(user.pk, by=by, at=at, version=user.version, name=user.name, place=place)

    with pytest.raises(LastAdministrator):
        race(lambda: demote(other, by=admin), lambda: demote(admin, by=other))
