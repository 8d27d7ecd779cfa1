"""The same to do for many customers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.bulk.verbs import Values, Verb
from rapport.core.pages.formats import number
from rapport.customers.parties.bulk import EVERYBODY, IN_THE_TRASH
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.actions import CustomerHidden, create_tasks
from rapport.touchpoints.tasks.forms import OWNERS, BulkTaskForm
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.queries import colleagues

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
