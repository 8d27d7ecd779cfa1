"""What is to be done, by whom, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F, Q

from rapport.core.access.models import User, reach
from rapport.core.errors import Missing
from rapport.core.lists import cursor
from rapport.core.records import keys
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.models import Task, TaskQuerySet

REMINDED_AT_ONCE = 200
ON_PANEL = 20
PAGE = 50
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


def to_do(user: User, today: date) -> dict[str, list[Task]]:
    """Return the user's open tasks as overdue, today, upcoming and some day; 200 at most. Two queries."""
    rows = with_parties(user, in_order(Task.objects.open().filter(assignee=user))[:MOST])
    parts: dict[str, list[Task]] = {"overdue": [], "today": [], "upcoming": [], "someday": []}
    for row in rows:
        if row.due_on is None:
            parts["someday"].append(row)
        elif row.due_on < today:
            parts["overdue"].append(row)
        else:
            parts["today" if row.due_on == today else "upcoming"].append(row)
    return parts


def finished(user: User, *, after: str = "") -> tuple[list[Task], str]:
    """Return a page of what the user did, latest first, and the place of the next page."""
    rows = Task.objects.done().filter(assignee=user)
    if after:
        moment, key = cursor.read(after, "done")
        rows = rows.filter(Q(done_at__lt=moment) | Q(done_at=moment, pk__lt=key))
    found = with_parties(user, rows.order_by("-done_at", "-id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return found, cursor.write("done", found[-1].done_at, found[-1].pk) if more else ""


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
