"""How each kind of notification reads."""

from django.utils.translation import gettext_lazy as _

from rapport.core.notifications.wording import Wording

NOTIFICATIONS: dict[str, Wording] = {
    "task_due": Wording("clock", _("Reminder: %(title)s")),
    "task_assigned": Wording("checkbox", _("%(by)s gave you a task: %(title)s")),
    "tasks_assigned": Wording("checkbox", _("%(by)s gave you %(count)s tasks: %(title)s")),
    "handed_over": Wording("user-share", _("You took over %(count)s records from %(name)s")),
    "view_entered": Wording("bookmark", _("New in your view “%(view)s”: %(names)s")),
    "view_entered_more": Wording(
        "bookmark", _("%(count)s records are new in your view “%(view)s”: %(names)s and others")
    ),
    "webhook_stopped": Wording(
        "webhook", _("The webhook “%(name)s” was stopped: its address takes nothing any more")
    ),
    "bulk_done": Wording("checks", _("%(what)s: %(changed)s records changed")),
    "bulk_undone": Wording("arrow-back-up", _("%(what)s: taken back")),
    "mention": Wording("at", _("%(by)s mentioned you in a note about %(party)s")),
}
