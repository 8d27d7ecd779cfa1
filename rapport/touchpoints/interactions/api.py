"""Contacts with customers, over the API."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import (
    Day,
    Id,
    Input,
    Key,
    LongText,
    Moment,
    Text200,
    Text500,
)
from rapport.touchpoints.interactions import actions
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.lists import INTERACTIONS
from rapport.touchpoints.interactions.models import (
    Channel,
    Direction,
    Interaction,
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
    next_step_on: Day | None = None


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


INTERACTION = Resource(router, "/interactions/{interaction_id}", InteractionOut, interaction)

ROWS.serve(
    router,
    "/interactions",
    "contacts",
    "List the contacts you may see, the latest written first; `f=party:is:7` those of one customer.",
)


@INTERACTION.post("/interactions", "Log a contact")
def post_interaction(request: HttpRequest, payload: InteractionIn) -> Interaction:
    """Write down a contact with a customer."""
    details = payload.details(payload.next_step_on)
    return actions.log_interaction(payload.party_id, details, by=caller(request), at=timezone.now())


@INTERACTION.get("Read a contact")
def get_interaction(request: HttpRequest, interaction_id: Id) -> None:
    """Read one contact."""


@INTERACTION.put("Correct a contact")
def put_interaction(request: HttpRequest, interaction_id: Id, payload: InteractionFields) -> None:
    """Replace what was written about a contact."""
    actions.edit_interaction(
        interaction_id,
        payload.details(),
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
    )


@INTERACTION.verb("resolve", "Resolve a complaint")
def post_resolve_complaint(request: HttpRequest, interaction_id: Id, payload: ResolutionIn) -> None:
    """Say that a complaint was answered to the end."""
    actions.resolve_complaint(
        interaction_id, by=caller(request), at=timezone.now(), resolution=payload.resolution
    )


@INTERACTION.verb("reopen", "Reopen a complaint")
def post_reopen_complaint(request: HttpRequest, interaction_id: Id) -> None:
    """Take a complaint up again."""
    actions.reopen_complaint(interaction_id, by=caller(request), at=timezone.now())


@INTERACTION.verb("trash", "Move to the trash")
def post_trash_interaction(request: HttpRequest, interaction_id: Id) -> None:
    """Move a contact to the trash, where it stays for 30 days."""
    actions.trash_interaction(interaction_id, by=caller(request), at=timezone.now())


@INTERACTION.verb("restore", "Restore")
def post_restore_interaction(request: HttpRequest, interaction_id: Id) -> None:
    """Take a contact out of the trash."""
    actions.restore_interaction(interaction_id, by=caller(request), at=timezone.now())
