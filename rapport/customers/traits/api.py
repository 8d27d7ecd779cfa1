"""What analysis found out about a party, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.rest.schemas import Id
from rapport.core.rest.signin import caller
from rapport.customers.parties.queries import party_of
from rapport.customers.traits.queries import traits_of

router = Router(tags=["traits"])


class TraitOut(Schema):
    """A finding about a party: its value, why, by which model, computed when, good until when."""

    name: str
    value: Any
    reasons: list[Any]
    model_version: str
    computed_at: datetime
    expires_at: datetime | None


@router.get("/parties/{party_id}/traits", response=list[TraitOut], summary="List the findings")
def list_traits(request: HttpRequest, party_id: Id) -> list[TraitOut]:
    """List the findings about a party that still hold, with their reasons."""
    found = traits_of(party_of(caller(request), party_id), timezone.now())
    return [TraitOut.from_orm(one) for one in found]
