"""Tasks as a list: for the page, the API, exports and saved views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed, Ready
from rapport.core.lists.operators import BadFilterValue
from rapport.core.lists.spec import ListSpec, Rows
from rapport.core.search.queries import matching
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.models import Priority, Task
from rapport.touchpoints.tasks.queries import assignees

DUE = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "upcoming": _("Upcoming"),
    "someday": _("Some day"),
    "done": _("Done"),
}
PRIORITIES: Any = Priority.choices  # their keys are numbers
STATUS = [("open", _("To do")), ("done", _("Done"))]


def rows(user: User) -> Rows:
    """Return the tasks that the user may see."""
    return Task.objects.visible_to(user).kept()


def _when() -> dict[str, Q]:
    """Return how a task stands to the reader's calendar, by the keys of DUE."""
    today, waiting = timezone.localdate(), Q(done_at=None)
    return {
        "overdue": waiting & Q(due_on__lt=today),
        "today": waiting & Q(due_on=today),
        "upcoming": waiting & Q(due_on__gt=today),
        "someday": waiting & Q(due_on=None),
        "done": Q(done_at__isnull=False),
    }


class _Stands:
    """An expression of the keys of DUE; which day is today is asked when a query is made of it."""

    def resolve_expression(self, *given: Any, **more: Any) -> Any:
        """Return the expression of today."""
        cases = [When(condition, then=Value(key)) for key, condition in _when().items()]
        return Case(*cases, output_field=CharField()).resolve_expression(*given, **more)


def _due(operator: str, words: list[str], _user: User) -> Q:
    return _one_of(_when(), _("When"), operator, words)


def _status(operator: str, words: list[str], _user: User) -> Q:
    known = {"open": Q(done_at=None), "done": Q(done_at__isnull=False)}
    return _one_of(known, _("Status"), operator, words)


def _one_of(known: Mapping[str, Q], label: Any, operator: str, words: list[str]) -> Q:
    """Compile a filter on values that every task has one of. Errors: BadFilterValue."""
    found = Q(pk__in=[])
    for word in words if operator in {"is", "not", "any"} else ():
        if word not in known:
            raise BadFilterValue(value=word[:100], column=label)
        found |= known[word]
    return ~found if operator in {"not", "filled"} else found


def _party(user: User) -> Subquery:
    """Return the customer's name, as far as the reader may see her."""
    seen = Party.objects.visible_to(user).filter(pk=OuterRef("party_id"))
    return Subquery(seen.values("display_name")[:1])


def _named(user: User, word: str) -> str:
    key = int(word) if word.isdecimal() and len(word) < 19 else 0
    name = Party.objects.visible_to(user).filter(pk=key).values_list("display_name", flat=True)
    return name.first() or word


def _search(found: Rows, words: str, user: User) -> Rows:
    """Find by what is to be done, and by the customer."""
    hit = Q(title__icontains=words)
    for kind in ("person", "organization"):
        if (entries := matching(kind, words)) is not None:
            hit |= Q(party__in=Party.objects.visible_to(user).filter(pk__in=entries))
    return found.filter(hit)


TASKS = ListSpec(
    name="tasks",
    rows=rows,
    search=_search,
    columns=[
        Column("title", _("Task")),
        Column(
            "party",
            _("Customer"),
            Kind.KEY,
            path="party_id",
            nullable=True,
            icon="user",
            width=220,
            shown=_party,
            pick=("parties:pick", ""),
            named=_named,
        ),
        Column(
            "due_on",
            _("Due"),
            Kind.DATE,
            sortable=True,
            nullable=True,
            icon="calendar",
            width=160,
            edit=("tasks:field", "touchpoints.edit_task"),
        ),
        Column(
            "due",
            _("When"),
            Kind.CHOICE,
            choices=list(DUE.items()),
            where=_due,
            term=_Stands(),
            icon="clock",
            width=110,
            edit=("tasks:field", "touchpoints.edit_task"),
        ),
        Column(
            "priority",
            _("Priority"),
            Kind.CHOICE,
            choices=PRIORITIES,
            icon="flag",
            width=110,
            edit=("tasks:field", "touchpoints.edit_task"),
        ),
        Column(
            "assignee",
            _("Who"),
            Kind.USER,
            path="assignee_id",
            choices=assignees,
            icon="user-check",
            width=130,
            edit=("tasks:field", "touchpoints.reassign_task"),
        ),
        Column(
            "status",
            _("Status"),
            Kind.CHOICE,
            choices=STATUS,
            where=_status,
            term=Case(When(done_at=None, then=Value("open")), default=Value("done")),
            icon="checkbox",
            width=110,
            edit=("tasks:field", "touchpoints.finish_task"),
        ),
        Column(
            "done_at",
            _("Done"),
            Kind.DATETIME,
            sortable=True,
            nullable=True,
            icon="circle-check",
            width=140,
        ),
        Column("reminder_at", _("Reminder"), Kind.DATETIME, nullable=True, icon="bell", width=140),
        Column(
            "made_by", _("Added by"), Kind.USER, path="made_by_id", choices=assignees, width=130
        ),
        Column("created_at", _("Added"), Kind.DATETIME, icon="plus", width=120),
        Column("id", _("Number"), Kind.KEY, sortable=True, width=100),
    ],
    shown=("party", "due_on", "priority", "assignee"),
    sort="due_on",
)
MINE = "f=assignee:is:me"
READY = [
    Ready(
        "todo",
        _("To do"),
        f"{MINE}&f=status:is:open&sort=due_on&by=due&size=40&cols=title,party,due_on,priority",
    ),
    Ready(
        "done",
        _("Done"),
        f"{MINE}&f=status:is:done&sort=-done_at&cols=title,party,done_at,priority",
    ),
    Ready(
        "team",
        pgettext_lazy("tasks", "My team"),
        "f=assignee:is:team&f=status:is:open&sort=due_on&by=assignee",
    ),
]
LISTED = Listed(TASKS, "tasks:list", READY)
