"""What of many companies can be edited at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from rapport.core.access.models import User
from rapport.core.bulk.fields import editing
from rapport.core.bulk.own import OwnFields
from rapport.customers.organizations.actions import edit_organizations
from rapport.customers.organizations.lists import ORGANIZATIONS
from rapport.customers.parties.models import Party


def _edit(name: str, ids: Sequence[int], value: Any, *, by: User, at: datetime) -> Sequence[int]:
    return edit_organizations(ids, by=by, at=at, changes={name: value})


VERBS = [
    editing(
        ORGANIZATIONS.by_name[name],
        model=Party,
        lists=["organizations"],
        change=partial(_edit, name),
        page="parties:open",
    )
    for name in ("industry", "size")
]


def _edit_own(
    ids: Sequence[int], custom: Mapping[str, Any], *, by: User, at: datetime
) -> Sequence[int]:
    return edit_organizations(ids, by=by, at=at, changes={"custom": custom})


OWN = OwnFields("organizations", Party, _edit_own)
