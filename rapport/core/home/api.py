"""Home pages over the API: one's own, and those of the roles."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import Role
from rapport.core.access.queries import may, role_name
from rapport.core.errors import NotAllowed
from rapport.core.home import actions, queries
from rapport.core.rest.conditional import if_match
from rapport.core.rest.schemas import Filled50, Id, Input
from rapport.core.roles.queries import role, role_lines

router = Router(tags=["home"])
Names = Annotated[list[Filled50], Field(max_length=actions.MOST)]


class HomeIn(Input):
    """The widgets in the middle and at the side, from the top, by name. A saved view is `view-` and its id."""

    main: Names = []
    beside: Names = []


class HomeOut(Schema):
    """What stands where; `left` could stand there too. `is_own` tells whether somebody arranged it, `version` is for If-Match."""

    main: list[str]
    beside: list[str]
    left: list[str]
    is_own: bool
    version: int


class RoleHomeOut(HomeOut):
    """The home page of a role."""

    role_id: int
    role: str


@router.get("/home", response=HomeOut, summary="Read your home page")
def get_home(request: HttpRequest) -> HomeOut:
    """Read what stands on your home page: your own, else that of your role."""
    return HomeOut(**_plain(queries.page_of(caller(request))))


@router.put("/home", response=HomeOut, summary="Arrange your home page")
def put_home(request: HttpRequest, payload: HomeIn) -> HomeOut:
    """Put the widgets where you want them."""
    actions.arrange_home(by=caller(request), at=timezone.now(), **payload.model_dump())
    return HomeOut(**_plain(queries.page_of(caller(request))))


@router.delete("/home", response={204: None}, summary="Take the home page of your role again")
def delete_home(request: HttpRequest) -> tuple[int, None]:
    """Give up your own home page for that of your role."""
    actions.reset_home(by=caller(request), at=timezone.now())
    return 204, None


@router.get("/role-homes", response=list[RoleHomeOut], summary="List the home pages of the roles")
def list_role_homes(request: HttpRequest) -> list[RoleHomeOut]:
    """List what each role finds on its home page."""
    if not may(caller(request), "core.arrange_role_home"):
        raise NotAllowed
    return _told(request, [line.role for line in role_lines()])


@router.put(
    "/role-homes/{role_id}", response=RoleHomeOut, summary="Arrange the home page of a role"
)
def put_role_home(request: HttpRequest, role_id: Id, payload: HomeIn) -> RoleHomeOut:
    """Say what those who hold a role find on their home page."""
    actions.arrange_role_home(
        role_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(),
    )
    return _told(request, [role(role_id)])[0]


@router.delete(
    "/role-homes/{role_id}", response={204: None}, summary="Give a role its shipped home page"
)
def delete_role_home(request: HttpRequest, role_id: Id) -> tuple[int, None]:
    """Give a role the home page again with which it was shipped."""
    actions.reset_role_home(role_id, by=caller(request), at=timezone.now())
    return 204, None


def _told(request: HttpRequest, roles: list[Role]) -> list[RoleHomeOut]:
    found = zip(roles, queries.of_roles(roles, caller(request)), strict=True)
    return [RoleHomeOut(role_id=r.pk, role=role_name(r), **_plain(page)) for r, page in found]


def _plain(arranged: queries.Arranged) -> dict[str, Any]:
    return {
        "main": list(arranged.place.main),
        "beside": list(arranged.place.beside),
        "left": [one.name for one in arranged.left],
        "is_own": arranged.is_own,
        "version": arranged.version,
    }
