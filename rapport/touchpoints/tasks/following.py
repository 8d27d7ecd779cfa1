"""The next step that stands on a customer follows her tasks."""

from __future__ import annotations

from collections.abc import Sequence

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.customers.parties.actions import note_next_step, note_next_steps
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.queries import first_open, first_steps, parties_of


def follow(task: Task) -> None:
    """Write on the task's customer what is to be done first. A part of the verbs on a task."""
    if task.party_id is not None:
        first = first_open(task.party_id)
        note_next_step(
            task.party_id, text=first.title if first else "", on=first.due_on if first else None
        )


def follow_many(task_ids: Sequence[int]) -> list[int]:
    """Write on the customers of many tasks what is to be done first, and return them. A part of the verbs on many tasks."""
    parties = parties_of(task_ids)
    follow_parties(parties)
    return parties


def follow_parties(party_ids: Sequence[int]) -> None:
    """Write on many customers what is to be done first. A part of the verbs on many tasks, and of what follows merges."""
    steps = first_steps(party_ids)
    note_next_steps({party: steps.get(party, ("", None)) for party in party_ids})


@action
def plan_apart(party_ids: Sequence[int], *, by: User) -> None:
    """Write on customers that were merged and are apart again what is to be done first: tasks may have been done meanwhile."""
    require(by, "customers.undo_merge")
    follow_parties(party_ids)
