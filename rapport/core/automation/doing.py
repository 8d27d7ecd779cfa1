"""Doing the steps of an automation with some records at once: with each all steps, or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapport.core.access.models import User
from rapport.core.action import current_group
from rapport.core.automation.models import Automation, AutomationRun, Outcome
from rapport.core.automation.steps import step_of
from rapport.core.automation.subjects import Case, Step, Values, subject_of
from rapport.core.errors import Conflict, RapportError


class StepFailed(Conflict):
    """“%(what)s” was not done: %(why)s"""


def do_steps(
    automation: Automation, runs: dict[int, AutomationRun], *, by: User, at: datetime
) -> None:
    """Do the steps with the records of these runs (record → run); those with which one cannot be done are left before the first.

    A part of the verb that runs an automation. Errors: StepFailed.
    """
    subject, waiting = subject_of(automation.list_name), dict(runs)
    known = {row_id: run.pk for row_id, run in runs.items()}

    def case(place: int) -> Case:
        return Case(
            subject=subject,
            ids=list(waiting),
            automation=automation,
            runs=known,
            place=place,
            by=by,
            at=at,
        )

    steps = [_found(subject.name, one, by) for one in automation.steps]
    for place, (step, said, values) in enumerate(steps):
        for row_id, why in step.blocked(case(place), values).items():
            run = waiting.pop(row_id)
            run.outcome, run.reason = Outcome.ERROR, StepFailed(what=said, why=why).sentence()
    for run in waiting.values():
        run.group, run.outcome, run.steps = current_group(), Outcome.UNCHANGED, []
    for place, (step, said, values) in enumerate(steps if waiting else []):
        try:
            changed = set(step.act(case(place), values))
        except RapportError as error:
            raise StepFailed(what=said, why=_why(error)) from error
        for row_id, run in waiting.items():
            run.steps.append({"do": step.name, "said": said, "changed": row_id in changed})
            run.outcome = Outcome.DONE if row_id in changed else run.outcome


def _found(list_name: str, step: Mapping[str, Any], by: User) -> tuple[Step, str, Values]:
    """Return a step with its words and values. Errors: StepFailed."""
    name, values = str(step["do"]), step["values"]
    try:
        found = step_of(subject_of(list_name), name, by)
        return found, found.says(values, by), values
    except RapportError as error:
        raise StepFailed(what=name, why=_why(error)) from error


def _why(error: RapportError) -> str:
    return " ".join(getattr(error, "fields", {}).values()) or error.sentence()
