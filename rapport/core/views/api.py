"""Saved views, over the API."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import TAGGED, if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Filled60, Id, Input, Text50
from rapport.core.views.actions import delete_view, edit_view, save_view
from rapport.core.views.models import SavedView
from rapport.core.views.queries import view_of

router = Router(tags=["views"])
Query = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00-\x1f\x7f]*$")]
Finds = Literal["private", "team", "public"]


class ViewIn(Input):
    """A list as it stands in its address, under a name."""

    list_name: Filled50
    name: Filled60
    query: Query = ""
    audience: Finds = "private"


class ViewPatch(Input):
    """What changes; what is left out stays."""

    name: Filled60 | None = None
    query: Query | None = None
    audience: Finds | None = None


class ViewOut(Schema):
    """A saved view; `query` follows the question mark of the list's address, in the page and here."""

    id: int
    list_name: str
    name: str
    query: str
    audience: str
    owner_id: int
    team_id: int | None


VIEW = Resource(router, "/views/{view_id}", ViewOut, view_of)


@router.get("/views", response=list[ViewOut], summary="List saved views")
def list_views(request: HttpRequest, list_name: Text50 = "") -> list[SavedView]:
    """List the views you find, of one list or of all."""
    found = SavedView.objects.visible_to(caller(request)).order_by("id")
    return list(found.filter(list_name=list_name) if list_name else found)


@VIEW.post("/views", "Save a view")
def post_view(request: HttpRequest, payload: ViewIn) -> SavedView:
    """Save a list under a name."""
    return save_view(
        payload.list_name,
        by=caller(request),
        at=timezone.now(),
        name=payload.name,
        query=payload.query,
        audience=payload.audience,
    )


@VIEW.get("Read a view")
def get_view(request: HttpRequest, view_id: Id) -> None:
    """Read one view that you find."""


@VIEW.patch("Change a view")
def patch_view(request: HttpRequest, view_id: Id, payload: ViewPatch) -> None:
    """Rename a view, share it otherwise, or let it show something else."""
    edit_view(
        view_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(exclude_unset=True),
    )


@router.delete(
    "/views/{view_id}", response={204: None}, openapi_extra=TAGGED, summary="Delete a view"
)
def delete_view_(request: HttpRequest, view_id: Id) -> None:
    """Delete a view for all who find it; the records it showed stay."""
    delete_view(view_id, by=caller(request), at=timezone.now(), version=if_match(request))
