"""A kind of record of this topic's own, so that search is tested without the rooms above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from rapport.core.access.models import Access, Team
from rapport.core.assembly import listed
from rapport.core.search.actions import write_entries
from rapport.core.search.kinds import Entry, Kind
from rapport.core.search.tokens import person_tokens, phone_tokens, title_tokens


class Boat:
    """A record that belongs to somebody; boats 900 to 910 are shared with everybody."""

    access = Access(view="core.export_data", owner="owner_id", shared="shared_ids")

    @staticmethod
    def shared_ids(user: Any, right: str) -> list[int]:
        return list(range(900, 911))


@dataclass(frozen=True, kw_only=True)
class BoatKind(Kind):
    guarded: Any = Boat

    @property
    def model_class(self) -> Any:
        return self.guarded


def team_rows(ids: Sequence[int]) -> list[tuple[int, str]]:
    return list(Team.objects.filter(pk__in=ids).values_list("pk", "name"))


def team_entry(row: tuple[int, str]) -> Entry:
    number, name = row
    return Entry(kind="team", object_id=number, title=name, tokens=title_tokens(name))


class Crew(Team):
    """Teams, as something that can be found."""

    access = Access(view="core.export_data")

    class Meta:
        proxy = True
        app_label = "core_search_tests"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    boat = BoatKind(
        name="boat",
        label="Boats",
        icon="sailboat",
        page="files:picture",
        model="",
        rows=lambda ids: [],
        entry=team_entry,
    )
    team = BoatKind(
        name="team",
        label="Teams",
        icon="users",
        page="files:picture",
        model="",
        guarded=Crew,
        rows=team_rows,
        entry=team_entry,
        sources={"core_team": "id"},
    )
    monkeypatch.setitem(listed("search"), "boat", boat)
    monkeypatch.setitem(listed("search"), "team", team)


@pytest.fixture
def boat(db: None) -> Callable[..., None]:
    """Return a way to put one boat into the index."""

    def write(number: int, title: str, owner: Any, touched_at: datetime | None = None) -> None:
        entry = Entry(
            kind="boat",
            object_id=number,
            party_id=number,
            title=title,
            owner_id=owner.pk if owner else None,
            tokens=person_tokens(title, honorific="mr"),
            touched_at=touched_at,
        )
        write_entries([entry])

    return write


@pytest.fixture
def boat_with_number(db: None) -> Callable[..., None]:
    """Return a way to put one boat with a telephone number into the index."""

    def write(number: int, title: str, owner: Any, phone: str) -> None:
        tokens = person_tokens(title) | phone_tokens(phone)
        entry = Entry(
            kind="boat",
            object_id=number,
            party_id=number,
            title=title,
            owner_id=owner.pk,
            tokens=tokens,
        )
        write_entries([entry])

    return write
