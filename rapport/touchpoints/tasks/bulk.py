"""The same to do for many customers at once, and what can be done with many tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.bulk.fields import editing
from rapport.core.bulk.verbs import Values, Verb, same
from rapport.core.pages.formats import date as day_in_words, number
from rapport.customers.parties.bulk import EVERYBODY, IN_THE_TRASH
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.actions import (
    create_tasks,
    finish_tasks,
    prioritize_tasks,
    reassign_tasks,
    reschedule_tasks,
)
from rapport.touchpoints.tasks.forms import OWNERS, BulkTaskForm, DayForm, GiveForm
from rapport.touchpoints.tasks.lists import TASKS
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.queries import colleagues
from rapport.touchpoints.tasks.whom import CustomerHidden

RIGHT = "touchpoints.create_task"


def _plan(values: Values) -> Plan:
    whom = values["assignee"]
    return Plan(
        title=values["title"],
        details=values.get("details", ""),
        assignee_id=None if whom == OWNERS else int(whom),
        due_on=date.fromisoformat(values["due_on"]) if values.get("due_on") else None,
        priority=values["priority"],
    )


def _write(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    plan = _plan(values)
    return create_tasks(ids, plan, by=by, at=at, for_owners=values["assignee"] == OWNERS)


def _form(user: User, data: Any) -> BulkTaskForm:
    return BulkTaskForm(data, colleagues=colleagues(user, RIGHT), initial={"assignee": user.pk})


def _blocked(user: User, values: Values) -> Mapping[str, Q]:
    """Return for which customers the colleague cannot have a task: those she does not see."""
    if values["assignee"] == OWNERS:
        here = User.objects.filter(left_at=None, is_system=False)
        far = reach(user, RIGHT)
        if not far.everything:
            here = here.filter(pk__in=far.owner_ids | {user.pk})
        return {_("You cannot give its owner tasks"): ~Q(owner__in=here)}
    if values["assignee"] == str(user.pk):
        return {}
    whom = User.objects.get(pk=values["assignee"])
    why = CustomerHidden(name=whom.name).sentence()
    return {why: ~Q(pk__in=Party.objects.visible_to(whom))}


TASK = Verb(
    name="task",
    label=gettext_lazy("Task"),
    icon="checkbox",
    right=RIGHT,
    over="",
    model=Party,
    lists=EVERYBODY,
    title=lambda n: (
        ngettext("Add a task for %(n)s record", "Add a task for each of %(n)s records", n)
        % {"n": number(n)}
    ),
    said=lambda n: ngettext("%(n)s task added.", "%(n)s tasks added.", n) % {"n": number(n)},
    write=_write,
    form=_form,
    plain=lambda form: form.plain(),
    says=lambda values: _("Task “%(title)s”") % {"title": values["title"]},
    blocked=_blocked,
    column="next_step",
    after=lambda before, values: before or values["title"],
    gone=IN_THE_TRASH,
    page="parties:open",
)


def _finish(ids: Sequence[int], _values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return finish_tasks(ids, by=by, at=at)


def _give(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return reassign_tasks(ids, by=by, at=at, assignee_id=values["assignee"])


def _put(ids: Sequence[int], values: Values, *, by: User, at: datetime) -> Sequence[int]:
    return reschedule_tasks(ids, by=by, at=at, due_on=_day(values))


def _prioritize(ids: Sequence[int], value: Any, *, by: User, at: datetime) -> Sequence[int]:
    return prioritize_tasks(ids, by=by, at=at, priority=int(value))


def _day(values: Values) -> date | None:
    return date.fromisoformat(values["due_on"]) if values.get("due_on") else None


def _on(values: Values) -> str:
    day = _day(values)
    return day_in_words(day) if day else _("Some day")


def _who(values: Values) -> str:
    return User.objects.filter(pk=values["assignee"]).values_list("name", flat=True).first() or "–"


def _give_form(user: User, data: Any) -> GiveForm:
    return GiveForm(data, colleagues=colleagues(user, "touchpoints.reassign_task"))


def _hidden_from(user: User, values: Values) -> Mapping[str, Q]:
    """Return which tasks a colleague cannot have: those of customers that she does not see."""
    if values["assignee"] == user.pk:
        return {}
    whom = User.objects.get(pk=values["assignee"])
    seen = Party.objects.visible_to(whom).filter(pk=OuterRef("party_id"))
    return {CustomerHidden(name=whom.name).sentence(): Q(party__isnull=False) & ~Q(Exists(seen))}


_OF_TASKS: dict[str, Any] = {
    "model": Task,
    "lists": {"tasks": same},
    "gone": IN_THE_TRASH,
    "named": "title",
    "page": "tasks:open",
}
FINISH = Verb(
    name="finish-task",
    label=gettext_lazy("Done"),
    icon="check",
    right="touchpoints.finish_task",
    title=lambda _n: _("Say that they are done"),
    said=lambda n: ngettext("%(n)s task done.", "%(n)s tasks done.", n) % {"n": number(n)},
    write=_finish,
    says=lambda _values: _("Say that they are done"),
    already=lambda _values: Q(done_at__isnull=False),
    column="status",
    after=lambda _before, _values: _("Done"),
    **_OF_TASKS,
)
RESCHEDULE = Verb(
    name="reschedule-task",
    label=gettext_lazy("Due"),
    icon="calendar",
    right="touchpoints.edit_task",
    title=lambda n: (
        ngettext("Put %(n)s task on another day", "Put %(n)s tasks on another day", n)
        % {"n": number(n)}
    ),
    said=lambda n: (
        ngettext("%(n)s task put on another day.", "%(n)s tasks put on another day.", n)
        % {"n": number(n)}
    ),
    write=_put,
    form=lambda _user, data: DayForm(data),
    plain=lambda form: form.plain(),
    says=lambda values: _("%(field)s → %(value)s") % {"field": _("Due"), "value": _on(values)},
    already=lambda values: Q(due_on=_day(values)),
    column="due_on",
    after=lambda _before, values: _on(values),
    **_OF_TASKS,
)
GIVE = Verb(
    name="give-task",
    label=gettext_lazy("Assign"),
    icon="user-share",
    right="touchpoints.reassign_task",
    title=lambda n: (
        ngettext("Give %(n)s task to a colleague", "Give %(n)s tasks to a colleague", n)
        % {"n": number(n)}
    ),
    said=lambda n: ngettext("%(n)s task given.", "%(n)s tasks given.", n) % {"n": number(n)},
    write=_give,
    form=_give_form,
    says=lambda values: _("%(field)s → %(value)s") % {"field": _("Who"), "value": _who(values)},
    already=lambda values: Q(assignee=values["assignee"]),
    blocked=_hidden_from,
    column="assignee",
    after=lambda _before, values: _who(values),
    **_OF_TASKS,
)
PRIORITY = replace(
    editing(
        TASKS.by_name["priority"], model=Task, lists=["tasks"], change=_prioritize, is_required=True
    ),
    named="title",
    page="tasks:open",
)
VERBS = [PRIORITY, FINISH, RESCHEDULE, GIVE]
