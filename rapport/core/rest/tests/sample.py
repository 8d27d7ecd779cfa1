"""A small API over teams, to try what stands around every endpoint."""

from __future__ import annotations

from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from ninja import NinjaAPI, Query, Router, Schema

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import Team, User
from rapport.core.action import action
from rapport.core.errors import Conflict, Missing
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec
from rapport.core.rest import problems
from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.parser import BodyParser
from rapport.core.rest.schemas import Count, Filled50, Id, Input, Rows
from rapport.core.rest.signin import SIGN_IN
from rapport.core.rest.strict import strict

router = Router()


class TeamIsClosed(Conflict):
    """This team is closed."""


class TeamIn(Input):
    name: Filled50


class TeamOut(Schema):
    id: int
    name: str
    version: int


class TeamRow(Schema):
    id: int
    name: str
    secret: int | None


TEAMS = ListSpec(
    name="teams",
    rows=lambda user: Team.objects.all(),
    columns=[
        Column("name", "Name", sortable=True),
        Column("secret", "Secret", Kind.NUMBER, path="version", right="core.manage_users"),
    ],
    sort="name",
)
LISTING = Listing(TEAMS, TeamRow)


@action
def rename_team(team_id: int, *, by: User, name: str, version: int | None) -> Team:
    require(by, "core.use_api")
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise Missing
    if version is not None and team.version != version:
        raise StaleVersion(team)
    if team.name == "Closed":
        raise TeamIsClosed
    team.name = name
    team.save()
    team.refresh_from_db()
    return team


@router.get("/teams", response=Rows[TeamRow])
def list_teams(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    return LISTING.page(request, asked)


@router.get("/teams/count", response=Count)
def count_teams(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    return LISTING.count(request, asked)


@router.get("/teams/{team_id}", response=TeamOut, openapi_extra=TAGGED)
def get_team(request: HttpRequest, team_id: Id) -> HttpResponse:
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise Missing
    return tagged(request, TeamOut.from_orm(team), team.version)


@router.patch("/teams/{team_id}", response=TeamOut, openapi_extra=TAGGED)
def patch_team(request: HttpRequest, team_id: Id, payload: TeamIn) -> HttpResponse:
    team = rename_team(team_id, by=request.user, name=payload.name, version=if_match(request))
    return tagged(request, TeamOut.from_orm(team), team.version)


@router.post("/teams", response={201: TeamOut})
def create_team(request: HttpRequest, payload: TeamIn) -> HttpResponse:
    @action
    def create() -> Team:
        require(request.user, "core.use_api")
        return Team.objects.create(name=payload.name)

    team = create()
    team.refresh_from_db()
    return tagged(request, TeamOut.from_orm(team), team.version, status=201)


@router.post("/defect", response={204: None})
def defect(request: HttpRequest) -> None:
    timezone.now()
    raise ZeroDivisionError


@router.post("/full", response={204: None})
def full(request: HttpRequest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("do $$ begin raise exception using errcode = '53100'; end $$")


@router.post("/lost", response={204: None})
def lost(request: HttpRequest) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pg_backend_pid())")


api = NinjaAPI(urls_namespace="sample", auth=SIGN_IN, parser=BodyParser(), docs_url=None)
problems.install(api)
api.add_decorator(strict, mode="view")
api.add_router("", router)
urlpatterns = [path("api/", api.urls), path("", include("rapport.config.urls"))]
