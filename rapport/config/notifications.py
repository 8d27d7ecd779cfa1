"""How each kind of notification reads, and who may still see what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from rapport.config.lists import LISTS
from rapport.core.access.models import User
from rapport.core.notifications.models import Notification
from rapport.core.notifications.wording import Category, Wording
from rapport.core.records import keys
from rapport.customers.parties.models import Party


def sees_customer(user: User, rows: Sequence[Notification]) -> set[int]:
    """Return those about customers that she may see, or about none."""
    ids = {row.party_id for row in rows if row.party_id is not None}
    open_to_her = Party.objects.visible_to(user).filter(pk__any=keys(ids))
    seen = {None, *open_to_her.values_list("pk", flat=True)} if ids else {None}
    return {row.pk for row in rows if row.party_id in seen}


def sees_records(user: User, rows: Sequence[Notification]) -> set[int]:
    """Return those that name only records of a list that she may see; one question a list."""
    named = {row.pk: set(map(int, row.params.get("ids", "").split())) for row in rows}
    found: dict[str, set[int]] = {}
    for name in {row.params.get("list", "") for row in rows} & set(LISTS):
        ids = set().union(*(named[row.pk] for row in rows if row.params["list"] == name))
        open_to_her = LISTS[name].spec.rows(user).filter(pk__any=keys(ids))
        found[name] = set(open_to_her.values_list("pk", flat=True))
    return {row.pk for row in rows if named[row.pk] <= found.get(row.params.get("list", ""), set())}


NOTIFICATIONS: dict[str, Wording] = {
    "task_due": Wording("clock", _("Reminder: %(title)s"), Category.REMINDERS, sees_customer),
    "task_assigned": Wording(
        "checkbox", _("%(by)s gave you a task: %(title)s"), Category.ASSIGNMENTS, sees_customer
    ),
    "tasks_assigned": Wording(
        "checkbox", _("%(by)s gave you %(count)s tasks: %(title)s"), Category.ASSIGNMENTS
    ),
    "handed_over": Wording(
        "user-share", _("You took over %(count)s records from %(name)s"), Category.ASSIGNMENTS
    ),
    "party_assigned": Wording(
        "user-check", _("%(by)s gave you %(name)s"), Category.ASSIGNMENTS, sees_customer
    ),
    "parties_assigned": Wording(
        "users", _("%(by)s gave you customers: %(name)s and others"), Category.ASSIGNMENTS
    ),
    "view_entered": Wording(
        "bookmark",
        _("New in your view “%(view)s”: %(names)s"),
        Category.VIEWS,
        sees_records,
    ),
    "view_entered_more": Wording(
        "bookmark",
        _("%(count)s records are new in your view “%(view)s”: %(names)s and others"),
        Category.VIEWS,
        sees_records,
    ),
    "webhook_stopped": Wording(
        "webhook",
        _("The webhook “%(name)s” was stopped: its address takes nothing any more"),
        Category.CONNECTIONS,
    ),
    "mailbox_failing": Wording(
        "mail", _("The mailbox “%(name)s” cannot be read"), Category.CONNECTIONS
    ),
    "mailbox_odd": Wording(
        "mail",
        _("The mailbox “%(name)s” does not add up: not every mail is here"),
        Category.CONNECTIONS,
    ),
    "bulk_done": Wording("checks", _("%(what)s: %(changed)s records changed"), Category.RUNS),
    "bulk_undone": Wording("arrow-back-up", _("%(what)s: taken back"), Category.RUNS),
    "import_done": Wording(
        "file-import",
        _(
            "Import of “%(name)s” is done: %(created)s added, %(updated)s updated, %(errors)s left out"
        ),
        Category.RUNS,
    ),
    "import_failed": Wording("alert-circle", _("Import of “%(name)s” failed"), Category.RUNS),
    "source_waits": Wording(
        "database-import", _("“%(name)s” waits: say which column holds what"), Category.RUNS
    ),
    "source_failed": Wording("alert-circle", _("“%(name)s” could not be read"), Category.RUNS),
    "export_done": Wording(
        "file-export", _("Your export of %(count)s records is ready"), Category.RUNS
    ),
    "export_failed": Wording("alert-circle", _("Your export failed"), Category.RUNS),
    "mention": Wording(
        "at",
        _("%(by)s mentioned you in a note about %(party)s"),
        Category.MENTIONS,
        sees_customer,
    ),
    "privacy_request_due": Wording(
        "shield-lock",
        _("%(name)s waits for an answer about personal data until %(day)s"),
        Category.REMINDERS,
        sees_customer,
    ),
    "privacy_request_late": Wording(
        "shield-lock",
        _("The answer to %(name)s about personal data was due on %(day)s"),
        Category.REMINDERS,
        sees_customer,
    ),
    "automation_says": Wording("bolt", _("%(text)s: %(name)s"), Category.AUTOMATIONS, sees_records),
    "automation_says_more": Wording(
        "bolt", _("%(text)s: %(name)s and %(more)s more"), Category.AUTOMATIONS, sees_records
    ),
    "automation_stopped": Wording(
        "bolt", _("The automation “%(name)s” was turned off"), Category.AUTOMATIONS
    ),
    "automation_held": Wording(
        "bolt",
        _("The automation “%(name)s” acts very often and is held for an hour"),
        Category.AUTOMATIONS,
    ),
    "automation_failed": Wording(
        "bolt", _("The automation “%(name)s” could not do a step"), Category.AUTOMATIONS
    ),
}
