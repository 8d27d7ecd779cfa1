"""Two colleagues write the same at the same moment: one is let through, the other reads a sentence."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.models import Role, User
from rapport.core.action import SameAtOnce
from rapport.core.users.actions import Place, invite_user
from rapport.core.users.tests.racing import race


@pytest.mark.django_db(transaction=True)
def test_one_address_is_invited_once(admin: User, at: datetime) -> None:
    place = Place(team_id=None, role_ids=(Role.objects.get(key="seller").pk,))

    def invite() -> None:
        invite_user("eve@haina.example", by=admin, at=at, name="Eve", place=place)

    with pytest.raises(SameAtOnce, match="at this moment"):
        race(invite, invite)
    assert User.objects.filter(email="eve@haina.example").count() == 1
