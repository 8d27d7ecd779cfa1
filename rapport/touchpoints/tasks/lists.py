"""Tasks as a list for the API."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec, Rows
from rapport.touchpoints.tasks.models import Task


def rows(user: User) -> Rows:
    """Return the tasks that the user may see."""
    return Task.objects.visible_to(user).kept()


TASKS = ListSpec(
    name="tasks",
    rows=rows,
    columns=[
        Column("id", _("Number"), Kind.KEY, sortable=True),
        Column("title", _("Task"), Kind.TEXT),
        Column("party", _("Customer"), Kind.KEY, path="party_id"),
        Column("assignee", _("Who"), Kind.USER, path="assignee_id"),
        Column("due_on", _("Due"), Kind.DATE, sortable=True, nullable=True),
        Column("priority", _("Priority"), Kind.NUMBER),
        Column("done_at", _("Done"), Kind.DATETIME, nullable=True),
    ],
    sort="-id",
)
