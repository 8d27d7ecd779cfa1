"""What is to be done, by whom, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F

from rapport.core.access.models import User, reach
from rapport.core.errors import Missing
from rapport.core.records import keys
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.models import Task, TaskQuerySet

REMINDED_AT_ONCE = 200
ON_PANEL = 20
MOST = 200


def task(user: User, task_id: int) -> Task:
    """Return one task that the user may see."""
    found = Task.objects.visible_to(user).select_related("assignee", "made_by")
    row = found.filter(pk=task_id).first()
    if row is None:
        raise Missing
    with_parties(user, [row])
    return row


def due_reminders(at: datetime) -> list[Task]:
    """Return the tasks whose reminder is due, locked; another worker's are left to it."""
    waiting = Task.objects.open().filter(reminder_at__lte=at, reminded_at=None)
    return list(
        waiting.order_by("reminder_at").select_for_update(skip_locked=True)[:REMINDED_AT_ONCE]
    )


def first_open(party_id: int) -> Task | None:
    """Return what is to be done first with a customer."""
    rows = Task.objects.open().filter(party_id=party_id)
    return rows.order_by(F("due_on").asc(nulls_last=True), "due_at", "priority", "id").first()


def first_steps(party_ids: Sequence[int]) -> dict[int, tuple[str, date | None]]:
    """Return what is to be done first with each of many customers: party → title and day. One query."""
    rows = Task.objects.open().filter(party__any=keys(party_ids)).distinct("party_id")
    order = F("due_on").asc(nulls_last=True)
    rows = rows.order_by("party_id", order, "due_at", "priority", "id")
    return {
        party: (title, on) for party, title, on in rows.values_list("party_id", "title", "due_on")
    }


def parties_of(task_ids: Sequence[int]) -> list[int]:
    """Return the customers of many tasks, each once. One query."""
    rows = Task.objects.filter(pk__any=keys(task_ids), party__isnull=False)
    return list(rows.order_by("party").values_list("party", flat=True).distinct())


def owners_of(user: User, party_ids: Sequence[int]) -> dict[int, int]:
    """Return the owner of each of these customers. Errors: Missing when one of them cannot be seen."""
    seen = Party.objects.visible_to(user).kept().filter(pk__any=keys(party_ids))
    owners = dict(seen.order_by("pk").values_list("pk", "owner_id"))
    if len(owners) < len(set(party_ids)):
        raise Missing
    return owners


def in_order(rows: TaskQuerySet) -> TaskQuerySet:
    """Order open tasks: by day, hour, priority."""
    return rows.order_by(
        F("due_on").asc(nulls_last=True), F("due_at").asc(nulls_last=True), "priority", "id"
    )


def assignees(user: User) -> list[tuple[str, str]]:
    """Return whose tasks the user may see: key and name."""
    far = reach(user, "touchpoints.view_task")
    found = User.objects.filter(left_at=None, is_system=False)
    if not far.everything:
        found = found.filter(pk__in=far.owner_ids | {user.pk})
    return [(str(pk), name) for pk, name in found.order_by("name").values_list("pk", "name")]


def colleagues(user: User, right: str, present: User | None = None) -> list[tuple[int, str]]:
    """Return to whom the user may give tasks: herself first, then by name; the present assignee is always there."""
    far = reach(user, right)
    rows = User.objects.filter(left_at=None, is_system=False).exclude(pk=user.pk)
    if not far.everything:
        rows = rows.filter(pk__in=far.owner_ids)
    found = [(user.pk, user.name), *rows.order_by("name").values_list("pk", "name")[:MOST]]
    if present is not None and present.pk not in dict(found):
        found.append((present.pk, present.name))
    return found


def of_party(user: User, party_id: int) -> list[Task]:
    """Return what is to be done with a customer, as far as the user may see both."""
    if not Party.objects.visible_to(user).filter(pk=party_id).exists():
        raise Missing
    rows = Task.objects.visible_to(user).open().filter(party_id=party_id)
    return list(in_order(rows).select_related("assignee")[:ON_PANEL])


def with_parties(user: User, tasks: Iterable[Task]) -> list[Task]:
    """Load the customers of tasks in one query; one that the user may not see stays unnamed."""
    rows = list(tasks)
    ids = {row.party_id for row in rows if row.party_id is not None}
    seen = {party.pk: party for party in Party.objects.visible_to(user).filter(pk__in=ids)}
    for row in rows:
        row.seen_party = seen.get(row.party_id or 0)
    return rows
