"""Automations over the API: laid out, tried, turned on and off, with their log and the way back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.automation import actions
from rapport.core.automation.models import Automation, AutomationRun
from rapport.core.automation.outlook import outlook
from rapport.core.automation.queries import automation_of, automations_of, run_of
from rapport.core.rest.conditional import if_match
from rapport.core.rest.parts import AskedPart, newest
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Filled100, Id, Input, Rows, Text200

router = Router(tags=["automations"])
Kind = Literal["event", "field", "view", "time", "date"]
Filters = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00-\x1f\x7f]*$")]
Word = Annotated[str, Field(max_length=5_000, pattern=r"^[^\x00]*$")]
Answer = Annotated[int, Field(ge=0, le=2**53)] | Word | bool | list[Text200] | None


class Step(Input):
    """Something to do (`task`, `assign`, `tag`, `edit-lifecycle`, `field-film`, `notify`, `mail`, `webhook` …) with its values."""

    do: Filled50
    values: Annotated[dict[Filled50, Answer], Field(max_length=20)] = {}


class Trigger(Input):
    """What wakes it: `event` (event), `field` (column, before, after), `view` (view, present), `time` (every, day, at),
    `date` (column, days, way, at)."""

    kind: Kind
    when: Annotated[dict[Filled50, Answer], Field(max_length=10)]


class AutomationIn(Input):
    """An automation for the records of a list. It is off until it is turned on."""

    list_name: Filled50
    name: Filled100
    trigger: Trigger | None = None
    query: Filters = ""
    steps: Annotated[list[Step], Field(max_length=10)] = []
    once: bool = False
    per_hour: Annotated[int, Field(ge=1, le=10_000)] = 500


class AutomationPatch(Input):
    """What changes; what is left out stays."""

    name: Filled100 | None = None
    trigger: Trigger | None = None
    query: Filters | None = None
    steps: Annotated[list[Step], Field(max_length=10)] | None = None
    once: bool | None = None
    per_hour: Annotated[int, Field(ge=1, le=10_000)] | None = None


class AutomationOut(Schema):
    """An automation; it acts while `started_at` is set, with the rights of its owner."""

    id: int
    list_name: str
    name: str
    owner_id: int
    kind: str
    when: dict[str, Any]
    query: str
    steps: list[dict[str, Any]]
    once: bool
    per_hour: int
    started_at: datetime | None
    stop_reason: str
    version: int


class RunOut(Schema):
    """What an automation did with one record."""

    id: int
    automation_id: int
    row_id: int
    outcome: str
    reason: str
    steps: list[dict[str, Any]]
    asked_at: datetime
    done_at: datetime | None
    undone_at: datetime | None


class OutlookOut(Schema):
    """What it would have done within 30 days, or would do now: how many times, and on whom first."""

    count: int
    said: str
    first: list[str]


AUTOMATION = Resource(router, "/automations/{automation_id}", AutomationOut, automation_of)


def _changes(payload: AutomationIn | AutomationPatch) -> dict[str, Any]:
    changes = payload.model_dump(exclude_unset=True, exclude={"list_name"})
    found = {name: value for name, value in changes.items() if value is not None}
    if "trigger" in found:
        found["trigger"] = (found["trigger"]["kind"], found["trigger"]["when"])
    return found


@router.get("/automations", response=list[AutomationOut], summary="List the automations")
def list_automations(request: HttpRequest) -> list[Automation]:
    """List the automations that you manage."""
    return list(automations_of(caller(request)))


@AUTOMATION.post("/automations", "Add an automation")
def post_automation(request: HttpRequest, payload: AutomationIn) -> Automation:
    """Lay out an automation. It is off."""
    return actions.create_automation(
        payload.list_name, by=caller(request), at=timezone.now(), **_changes(payload)
    )


@AUTOMATION.get("Read an automation")
def get_automation(request: HttpRequest, automation_id: Id) -> None:
    """Read one automation."""


@AUTOMATION.patch("Change an automation")
def patch_automation(request: HttpRequest, automation_id: Id, payload: AutomationPatch) -> None:
    """Change some of it. It is yours from then on, and acts with your rights."""
    actions.edit_automation(
        automation_id,
        by=caller(request),
        at=timezone.now(),
        changes=_changes(payload),
        version=if_match(request),
    )


@router.delete("/automations/{automation_id}", response={204: None}, summary="Remove an automation")
def delete_automation(request: HttpRequest, automation_id: Id) -> None:
    """Remove an automation with its log. What it did stays."""
    actions.remove_automation(automation_id, by=caller(request), at=timezone.now())


@AUTOMATION.verb("turn-on", "Turn an automation on")
def turn_on_automation(request: HttpRequest, automation_id: Id) -> None:
    """Let it act from now on, with your rights."""
    actions.turn_on_automation(automation_id, by=caller(request), at=timezone.now())


@AUTOMATION.verb("turn-off", "Turn an automation off")
def turn_off_automation(request: HttpRequest, automation_id: Id) -> None:
    """Let it act no longer; what waits is skipped."""
    actions.turn_off_automation(automation_id, by=caller(request), at=timezone.now())


@router.get(
    "/automations/{automation_id}/dry-run", response=OutlookOut, summary="Try an automation"
)
def get_dry_run(request: HttpRequest, automation_id: Id) -> OutlookOut:
    """Tell what it would have done of late, or would do now; nothing is changed."""
    user = caller(request)
    found = outlook(automation_of(user, automation_id), user, at=timezone.now())
    names = [one.name for one in found.samples]
    return OutlookOut(count=found.count, said=found.said, first=names)


@router.get("/automations/{automation_id}/runs", response=Rows[RunOut], summary="Read the log")
def list_runs(request: HttpRequest, automation_id: Id, asked: Query[AskedPart]) -> HttpResponse:
    """List what it did with each record, newest first, for 30 days."""
    rows = AutomationRun.objects.filter(automation=automation_of(caller(request), automation_id))
    return newest(request, rows, asked, RunOut.from_orm)


@router.post(
    "/automation-runs/{automation_run_id}/undo", response=RunOut, summary="Take a run back"
)
def post_undo(request: HttpRequest, automation_run_id: Id) -> AutomationRun:
    """Take back what it did with one record, as far as nobody edited it since."""
    user = caller(request)
    actions.undo_automation_run(automation_run_id, by=user, at=timezone.now())
    return run_of(user, automation_run_id)
