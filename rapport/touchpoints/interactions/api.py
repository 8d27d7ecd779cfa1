"""Contacts with customers, over the API."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import (
    Count,
    Id,
    Input,
    Key,
    LongText,
    Moment,
    Rows,
    Text200,
    Text500,
)
from rapport.core.rest.signin import caller
from rapport.touchpoints.interactions import actions
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.lists import INTERACTIONS
from rapport.touchpoints.interactions.models import (
    Channel,
    Direction,
    Outcome,
    Reason,
    Sentiment,
)
from rapport.touchpoints.interactions.queries import interaction

router = Router(tags=["interactions"])


class InteractionFields(Input):
    """A contact: on which channel, about what, with which end."""

    channel: Channel
    direction: Direction = Direction.OUT
    started_at: Moment
    ended_at: Moment | None = None
    subject: Text200 = ""
    body: LongText = ""
    reason: Reason | None = None
    outcome: Outcome | None = None
    sentiment: Sentiment | None = None
    next_step: Text200 = ""

    def details(self, next_step_on: date | None = None) -> Details:
        """Return what was sent, as the rules take it."""
        values = self.model_dump(exclude={"party_id", "next_step_on"})
        for name in ("reason", "outcome", "sentiment"):
            values[name] = values[name] or ""
        return Details(**values, next_step_on=next_step_on)


class InteractionIn(InteractionFields):
    """A contact to log; a next step becomes a task."""

    party_id: Key
    next_step_on: date | None = None


class ResolutionIn(Input):
    """What was done about a complaint."""

    resolution: Text500 = ""


class InteractionRow(Schema):
    """A contact in a list."""

    id: int
    party_id: int
    staff_id: int | None
    channel: str
    direction: str
    started_at: datetime
    ended_at: datetime | None
    subject: str
    reason: str
    outcome: str
    resolved_at: datetime | None


class InteractionOut(InteractionRow):
    """A contact with all that was said."""

    body: str
    sentiment: str
    next_step: str
    resolution: str
    trashed_at: datetime | None
    created_at: datetime
    version: int


ROWS = Listing(INTERACTIONS, InteractionRow, paths={"id": "pk"})


@router.get("/interactions", response=Rows[InteractionRow], summary="List contacts")
def list_interactions(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the contacts you may see, the latest written first; `f=party:is:7` those of one customer."""
    return ROWS.page(request, asked)


@router.get("/interactions/count", response=Count, summary="Count contacts")
def count_interactions(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the contacts that match."""
    return ROWS.count(request, asked)


@router.post(
    "/interactions", response={201: InteractionOut}, openapi_extra=TAGGED, summary="Log a contact"
)
def post_interaction(request: HttpRequest, payload: InteractionIn) -> HttpResponse:
    """Write down a contact with a customer."""
    details = payload.details(payload.next_step_on)
    row = actions.log_interaction(payload.party_id, details, by=caller(request), at=timezone.now())
    return _answer(request, row.pk, status=201)


@router.get(
    "/interactions/{interaction_id}",
    response=InteractionOut,
    openapi_extra=TAGGED,
    summary="Read a contact",
)
def get_interaction(request: HttpRequest, interaction_id: Id) -> HttpResponse:
    """Read one contact."""
    return _answer(request, interaction_id)


@router.put(
    "/interactions/{interaction_id}",
    response=InteractionOut,
    openapi_extra=TAGGED,
    summary="Correct a contact",
)
def put_interaction(
    request: HttpRequest, interaction_id: Id, payload: InteractionFields
) -> HttpResponse:
    """Replace what was written about a contact."""
    actions.edit_interaction(
        interaction_id,
        payload.details(),
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
    )
    return _answer(request, interaction_id)


@router.post(
    "/interactions/{interaction_id}/resolve",
    response=InteractionOut,
    openapi_extra=TAGGED,
    summary="Resolve a complaint",
)
def post_resolve_complaint(
    request: HttpRequest, interaction_id: Id, payload: ResolutionIn
) -> HttpResponse:
    """Say that a complaint was answered to the end."""
    actions.resolve_complaint(
        interaction_id, by=caller(request), at=timezone.now(), resolution=payload.resolution
    )
    return _answer(request, interaction_id)


@router.post(
    "/interactions/{interaction_id}/reopen",
    response=InteractionOut,
    openapi_extra=TAGGED,
    summary="Reopen a complaint",
)
def post_reopen_complaint(request: HttpRequest, interaction_id: Id) -> HttpResponse:
    """Take a complaint up again."""
    actions.reopen_complaint(interaction_id, by=caller(request), at=timezone.now())
    return _answer(request, interaction_id)


@router.post(
    "/interactions/{interaction_id}/trash",
    response=InteractionOut,
    openapi_extra=TAGGED,
    summary="Move to the trash",
)
def post_trash_interaction(request: HttpRequest, interaction_id: Id) -> HttpResponse:
    """Move a contact to the trash, where it stays for 30 days."""
    actions.trash_interaction(interaction_id, by=caller(request), at=timezone.now())
    return _answer(request, interaction_id)


@router.post(
    "/interactions/{interaction_id}/restore",
    response=InteractionOut,
    openapi_extra=TAGGED,
    summary="Restore",
)
def post_restore_interaction(request: HttpRequest, interaction_id: Id) -> HttpResponse:
    """Take a contact out of the trash."""
    actions.restore_interaction(interaction_id, by=caller(request), at=timezone.now())
    return _answer(request, interaction_id)


def _answer(request: HttpRequest, interaction_id: int, *, status: int = 200) -> HttpResponse:
    row = interaction(caller(request), interaction_id)
    location = f"/api/v1/interactions/{row.pk}" if status == 201 else ""
    answer = InteractionOut.from_orm(row)
    return tagged(request, answer, row.version, status=status, location=location)
