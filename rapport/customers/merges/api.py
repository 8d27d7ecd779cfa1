"""Merging people and companies over the API: what differs, merging, the merges, and undoing one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.rest.parts import AskedPart, newest
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Id, Input, Key, Rows
from rapport.customers.merges.actions import merge_parties, undo_merge
from rapport.customers.merges.fields import choices_of
from rapport.customers.merges.models import Merge
from rapport.customers.merges.queries import MOST, check_alike, merge_of, merges_of, parties_of

router = Router(tags=["merges"])
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9.]{0,59}$")]
Ids = Annotated[list[Key], Field(min_length=1, max_length=MOST - 1)]


class PreviewIn(Input):
    """People only or companies only, the one that would stay first."""

    ids: Annotated[list[Key], Field(min_length=2, max_length=MOST)]


class ComparedOut(Schema):
    """A field: how it reads on each record, by id; from which one it is taken unless chosen (or `all`); whether they differ."""

    name: str
    values: dict[str, str]
    taken: int | str
    differs: bool


class MergeIn(Input):
    """What becomes one. `choices` names for a field the record whose value stays, or `all` where several can be kept."""

    survivor_id: Key
    loser_ids: Ids
    choices: Annotated[dict[Name, Key | Literal["all"]], Field(max_length=300)] = {}


class MergedOut(Schema):
    """A record that went into another one, and how it was called."""

    party_id: int | None
    household_id: int | None
    name: str


class MergeOut(Schema):
    """A merge: how many rows of each table went along, and how many said the same as one that was there.

    `kept` tells of an undone merge which rows were edited since and stayed, with the columns.
    """

    id: int
    kind: str
    survivor_id: int
    household_id: int | None
    name: str
    losers: list[MergedOut]
    merged_by_id: int
    merged_at: datetime
    moved: dict[str, int]
    folded: dict[str, int]
    ends_at: datetime
    undone_at: datetime | None
    undone_by_id: int | None
    kept: dict[str, list[str]]
    version: int


def _told(_user: User, merge: Merge) -> MergeOut:
    return MergeOut.from_orm(merge)


MERGE = Resource(router, "/merges/{merge_id}", MergeOut, merge_of, _told)


@router.get("/merges", response=Rows[MergeOut], summary="List merges")
def list_merges(request: HttpRequest, asked: Query[AskedPart]) -> HttpResponse:
    """List the merges into records that you may see, the last one first."""
    return newest(request, merges_of(caller(request)), asked, MergeOut.from_orm)


@router.post("/merges/preview", response=list[ComparedOut], summary="Compare records")
def post_merge_preview(request: HttpRequest, payload: PreviewIn) -> list[ComparedOut]:
    """Compare the fields of records that may become one; nothing is written."""
    parties = parties_of(caller(request), payload.ids)
    check_alike(parties)
    shown = [one for one in choices_of(caller(request), parties) if one.is_open]
    return [
        ComparedOut(
            name=one.name,
            values={str(pk): text for pk, text in one.shown.items()},
            taken=one.taken,
            differs=one.differs,
        )
        for one in shown
    ]


@MERGE.post("/merges", "Merge records")
def post_merge(request: HttpRequest, payload: MergeIn) -> Merge:
    """Make several people, or several companies, one; the addresses of the others lead to it from then on."""
    return merge_parties(
        payload.survivor_id,
        payload.loser_ids,
        by=caller(request),
        at=timezone.now(),
        choices=payload.choices,
    )


@MERGE.get("Read a merge")
def get_merge(request: HttpRequest, merge_id: Id) -> None:
    """Read one merge."""


@MERGE.verb("undo", "Undo a merge")
def post_merge_undo(request: HttpRequest, merge_id: Id) -> None:
    """Bring back what was merged, within 30 days; what was edited since stays."""
    undo_merge(merge_id, by=caller(request), at=timezone.now())
