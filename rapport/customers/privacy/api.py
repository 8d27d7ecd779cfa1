"""What is held of a person and what is done with it at her own wish, over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.schemas import (
    Day,
    Filled200,
    FilledText,
    Id,
    Input,
    LongText,
    Text200,
)
from rapport.customers.consent.models import Source
from rapport.customers.privacy import queries
from rapport.customers.privacy.actions import disclose_person, lift_restriction, restrict_person
from rapport.customers.privacy.erasing import erase_person
from rapport.customers.privacy.models import Erasure, Law, PrivacyRequest, RequestKind
from rapport.customers.privacy.paper import write_file
from rapport.customers.privacy.requests import close_privacy_request, log_privacy_request

router = Router(tags=["privacy"])


class RestrictionIn(Input):
    """Why a person's data are kept only."""

    reason: Filled200


class ErasureIn(Input):
    """Why a person is erased, and whether her addresses stay blocked for good."""

    reason: Filled200
    suppress: bool = True


class RestrictionOut(Schema):
    """Since when a person's data are kept only, and why; empty when they are not."""

    id: int
    restricted_at: datetime | None
    restriction_reason: str


class ErasureOut(Schema):
    """How many rows of each table were erased, and how many a law makes us keep."""

    id: int
    party_id: int
    at: datetime
    erased: dict[str, int]
    kept: dict[str, int]
    swept_at: datetime | None


@router.post("/people/{person_id}/disclose", summary="Hand out all that is held of a person")
def post_disclose(request: HttpRequest, person_id: Id) -> FileResponse:
    """Return a ZIP with everything held of a person: data, a page to read, files. It is made now and kept nowhere."""
    user, at = caller(request), timezone.now()
    party = disclose_person(person_id, by=user, at=at)
    file = write_file(party, user, language=user.language, at=at)
    name = f"person-{party.pk}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@router.post(
    "/people/{person_id}/restrict", response=RestrictionOut, summary="Restrict the processing"
)
def post_restrict(request: HttpRequest, person_id: Id, payload: RestrictionIn) -> object:
    """Keep a person's data and do nothing else with them: no mails, automations, bulk changes, exports."""
    return restrict_person(person_id, by=caller(request), at=timezone.now(), reason=payload.reason)


@router.post(
    "/people/{person_id}/lift-restriction",
    response=RestrictionOut,
    summary="Lift the restriction of processing",
)
def post_lift_restriction(request: HttpRequest, person_id: Id) -> object:
    """Work with a person's data again."""
    return lift_restriction(person_id, by=caller(request), at=timezone.now())


@router.post(
    "/people/{person_id}/erase", response={201: ErasureOut}, summary="Erase a person for good"
)
def post_erase(request: HttpRequest, person_id: Id, payload: ErasureIn) -> Erasure:
    """Erase a person for good, except what a law makes us keep. This cannot be undone."""
    return erase_person(
        person_id,
        by=caller(request),
        at=timezone.now(),
        reason=payload.reason,
        suppress=payload.suppress,
    )


class RequestIn(Input):
    """What a person asks about her data; without a day it came today."""

    kind: RequestKind
    law: Law
    source: Source
    received_on: Day | None = None
    identity: Text200 = ""
    note: LongText = ""


class AnswerIn(Input):
    """What was answered, or why it was refused."""

    state: Literal["done", "refused"]
    answer: FilledText
    identity: Text200 = ""


class RequestOut(Schema):
    """What a person asked, by when an answer is due, and what it was."""

    id: int
    party_id: int
    kind: str
    law: str
    source: str
    received_on: date
    due_on: date
    identity: str
    note: str
    state: str
    answer: str
    closed_at: datetime | None
    owner_id: int


@router.get(
    "/people/{person_id}/privacy-requests",
    response=list[RequestOut],
    summary="List what a person asked about her data",
)
def list_privacy_requests(request: HttpRequest, person_id: Id) -> list[PrivacyRequest]:
    """List what a person asked, the newest first."""
    user = caller(request)
    return queries.requests_of(user, queries.person_with(user, person_id).pk)


@router.post(
    "/people/{person_id}/privacy-requests",
    response={201: RequestOut},
    summary="Note what a person asks about her data",
)
def post_privacy_request(request: HttpRequest, person_id: Id, payload: RequestIn) -> PrivacyRequest:
    """Note what a person asks; the due date follows from the law."""
    return log_privacy_request(
        person_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )


@router.post(
    "/privacy-requests/{privacy_request_id}/answer",
    response=RequestOut,
    summary="Answer what a person asked",
)
def post_answer(request: HttpRequest, privacy_request_id: Id, payload: AnswerIn) -> PrivacyRequest:
    """Note what was answered, or why it was refused."""
    return close_privacy_request(
        privacy_request_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )
