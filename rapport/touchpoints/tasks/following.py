"""The next step that stands on a customer follows her tasks."""

from __future__ import annotations

from collections.abc import Sequence

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
    steps = first_steps(parties)
    note_next_steps({party: steps.get(party, ("", None)) for party in parties})
    return parties
