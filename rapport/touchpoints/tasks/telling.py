"""Telling colleagues of the tasks they were given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.notifications.actions import notify
from rapport.touchpoints.tasks.models import Task


def tell_assignee(task: Task, by: User, at: datetime) -> None:
    """Tell a colleague of the task she was given, unless she took it herself."""
    if task.assignee_id != by.pk:
        notify(
            [task.assignee_id],
            "task_assigned",
            {"by": by.name, "title": task.title},
            sender=by,
            at=at,
            link=reverse("tasks:open", args=[task.pk]),
            party_id=task.party_id,
        )


def tell_assignees(tasks: Sequence[Task], by: User, at: datetime) -> None:
    """Tell each colleague once, however many tasks there are."""
    for user_id, count in Counter(task.assignee_id for task in tasks).items():
        if user_id != by.pk:
            words = {"by": by.name, "count": str(count), "title": tasks[0].title}
            link = reverse("tasks:list")
            notify([user_id], "tasks_assigned", words, sender=by, at=at, link=link)
