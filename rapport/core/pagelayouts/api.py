"""Layouts of records' pages and forms over the API."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import NotAllowed
from rapport.core.pagelayouts import actions, queries
from rapport.core.pagelayouts.sent import in_both
from rapport.core.pagelayouts.sheets import Arrangement, Section
from rapport.core.rest.conditional import if_match
from rapport.core.rest.schemas import Filled60, Id, Input, Text100

router = Router(tags=["page layouts"])
Names = Annotated[list[Filled60], Field(max_length=300)]


class SectionIn(Input):
    """Fields by name under a title, in one column or two."""

    title: Text100 = ""
    title_zh: Text100 = ""
    columns: Annotated[int, Field(ge=1, le=2)] = 1
    fields: Names = []


class LayoutIn(Input):
    """Parts of the page in the middle, at the side and off the page; fields by section, and those not shown."""

    main: Names = []
    beside: Names = []
    out: Names = []
    sections: Annotated[list[SectionIn], Field(max_length=actions.MOST_SECTIONS)] = []
    hidden: Names = []


class SectionOut(Schema):
    """Fields by name under a title, in one column or two."""

    title: str
    title_zh: str
    columns: int
    fields: list[str]


class LayoutOut(Schema):
    """What stands where. `is_own` tells whether the company arranged it for this role; `version` is for If-Match.

    `role_id` is empty for everybody.
    """

    sheet: str
    role_id: int | None
    main: list[str]
    beside: list[str]
    out: list[str]
    sections: list[SectionOut]
    hidden: list[str]
    is_own: bool
    version: int


@router.get("/page-layouts", response=list[str], summary="List the pages and forms")
def list_page_layouts(request: HttpRequest) -> list[str]:
    """List the names of the pages and forms that can be arranged."""
    _check(request)
    return [sheet.name for kind in queries.kinds().values() for sheet in kind.sheets]


@router.get("/page-layouts/{sheet}", response=LayoutOut, summary="Read a layout")
def get_page_layout(request: HttpRequest, sheet: str, role_id: Id | None = None) -> LayoutOut:
    """Read what stands where on a page or form, for a role or for everybody."""
    _check(request)
    return _told(request, sheet, role_id)


@router.put("/page-layouts/{sheet}", response=LayoutOut, summary="Arrange a page or form")
def put_page_layout(
    request: HttpRequest, sheet: str, payload: LayoutIn, role_id: Id | None = None
) -> LayoutOut:
    """Say what stands where for a role or for everybody."""
    sections = [Section(**one.model_dump()) for one in payload.sections]
    names = {n: getattr(payload, n) for n in ("main", "beside", "out", "hidden")}
    actions.arrange_page(
        sheet,
        by=caller(request),
        at=timezone.now(),
        role_id=role_id,
        wanted=Arrangement(sections=sections, **names),
        version=if_match(request),
    )
    return _told(request, sheet, role_id)


@router.delete(
    "/page-layouts/{sheet}", response={204: None}, summary="Give up a layout of the company's own"
)
def delete_page_layout(
    request: HttpRequest, sheet: str, role_id: Id | None = None
) -> tuple[int, None]:
    """Give a role the layout of everybody again, or everybody the shipped one."""
    actions.reset_page(sheet, by=caller(request), at=timezone.now(), role_id=role_id)
    return 204, None


def _check(request: HttpRequest) -> None:
    if not may(caller(request), queries.RIGHT):
        raise NotAllowed


def _told(request: HttpRequest, name: str, role_id: int | None) -> LayoutOut:
    _kind, sheet = queries.sheet_of(name)
    role = queries.role_or_everybody(role_id or 0)
    laid = queries.of_role(sheet, role, caller(request))
    told: dict[str, Any] = laid.kept()
    told["sections"] = [in_both(one).stored() for one in laid.sections]
    return LayoutOut(sheet=name, role_id=role_id, is_own=laid.is_own, version=laid.version, **told)
