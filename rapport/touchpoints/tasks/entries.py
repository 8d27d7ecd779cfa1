"""Tasks that were done, as they stand on the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.timeline.entries import COUNTED, Asked, Entry, Filter, Source


def entries(asked: Asked) -> Iterable[Entry]:
    """Return a page of tasks that were done."""
    rows = Task.objects.visible_to(asked.user).done()
    if asked.words:
        rows = rows.filter(title__icontains=asked.words)
    for task in asked.cut(rows, "task", "done_at").select_related("assignee"):
        yield Entry(
            source="task",
            id=task.pk,
            party_id=task.party_id,
            at=task.done_at,
            icon="circle-check",
            title=_("Done: %(title)s") % {"title": task.title},
            what=_("by %(name)s") % {"name": task.assignee.name},
            href=reverse("tasks:open", args=[task.pk]),
            mark="ok",
        )


def counts(user: User, parties: Sequence[int]) -> Mapping[str, int]:
    """Return how many tasks were done."""
    rows = Task.objects.visible_to(user).done().filter(party_id__in=parties)
    return {"task": len(rows.values_list("pk", flat=True)[:COUNTED])}


TASKS = Source(
    "task",
    [Filter("task", gettext_lazy("Tasks"), "circle-check")],
    entries,
    counts,
    ["TaskFinished", "TaskReopened"],
)
