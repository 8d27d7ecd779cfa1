"""What of many people can be edited at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from rapport.core.access.models import User
from rapport.core.bulk.fields import editing
from rapport.core.bulk.own import OwnFields
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import edit_people
from rapport.customers.people.lists import PEOPLE


def _edit(name: str, ids: Sequence[int], value: Any, *, by: User, at: datetime) -> Sequence[int]:
    return edit_people(ids, by=by, at=at, changes={name: value})


VERBS = [
    editing(
        PEOPLE.by_name[name],
        model=Party,
        lists=["people"],
        change=partial(_edit, name),
        page="parties:open",
    )
    for name in ("gender", "born_on")
]


def _edit_own(
    ids: Sequence[int], custom: Mapping[str, Any], *, by: User, at: datetime
) -> Sequence[int]:
    return edit_people(ids, by=by, at=at, changes={"custom": custom})


OWN = OwnFields("people", Party, _edit_own)
