"""What analysis found out about a party, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from rapport.core.access.caller import caller
from rapport.core.rest.schemas import Filled50, Filled500, Id, Input, Key, Moment, Text200
from rapport.customers.parties.queries import party_of
from rapport.customers.traits.actions import Finding, set_traits
from rapport.customers.traits.queries import traits_of

router = Router(tags=["traits"])
Whole = Annotated[int, Field(strict=True, ge=-(2**53), le=2**53)]
Figure = Annotated[float, Field(strict=True, ge=-1e15, le=1e15)]


class TraitOut(Schema):
    """A finding about a party: its value, why, by which model, computed when, good until when."""

    name: str
    value: Any
    reasons: list[Any]
    model_version: str
    computed_at: datetime
    expires_at: datetime | None


class FindingIn(Input):
    """A finding about one party; each reason is a sentence that a colleague can act on."""

    party_id: Key
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
    value: Whole | Figure | bool | Text200
    reasons: Annotated[list[Filled500], Field(min_length=1, max_length=20)]
    expires_at: Moment | None = None


class FindingsIn(Input):
    """What one model found out; a newer finding replaces the older of the same name."""

    model_version: Filled50
    findings: Annotated[list[FindingIn], Field(min_length=1, max_length=1000)]


class Written(Schema):
    """How many findings were written, and how many left out because you cannot reach their party."""

    written: int
    left_out: int


@router.post("/traits", response=Written, summary="Write findings")
def post_set_traits(request: HttpRequest, payload: FindingsIn) -> Written:
    """Write up to 1,000 findings about parties; the right for it is `customers.set_traits`, a scope of its own."""
    found = [Finding(**one.model_dump()) for one in payload.findings]
    written = set_traits(
        found, by=caller(request), at=timezone.now(), model_version=payload.model_version
    )
    told = {(one.party_id, one.name) for one in found}
    return Written(written=written, left_out=len(told) - written)


@router.get("/parties/{party_id}/traits", response=list[TraitOut], summary="List the findings")
def list_traits(request: HttpRequest, party_id: Id) -> list[TraitOut]:
    """List the findings about a party that still hold, with their reasons."""
    found = traits_of(party_of(caller(request), party_id), timezone.now())
    return [TraitOut.from_orm(one) for one in found]
