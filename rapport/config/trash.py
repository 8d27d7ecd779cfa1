"""What can lie in the trash, in the order of its page's tabs."""

from django.utils.translation import gettext_lazy as _

from rapport.core.files.actions import restore_file
from rapport.core.files.models import Attachment
from rapport.core.trash.kinds import Trashable
from rapport.customers.parties.actions import restore_party
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.actions import restore_interaction
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.actions import restore_task
from rapport.touchpoints.tasks.models import Task

TRASH: dict[str, Trashable] = {
    "party": Trashable(
        _("Customers"),
        Party,
        "display_name",
        "user",
        restore_party,
        "customers.restore_party",
        # merged ones lead to the record they were merged into, of erased ones nothing is left
        only={"merged_into": None, "erased_at": None},
    ),
    "contact": Trashable(
        _("Contacts"),
        Interaction,
        "subject",
        "message",
        restore_interaction,
        "touchpoints.restore_interaction",
    ),
    "task": Trashable(
        _("Tasks"), Task, "title", "checkbox", restore_task, "touchpoints.restore_task"
    ),
    "file": Trashable(
        _("Files"), Attachment, "file__name", "file-text", restore_file, "core.trash_file"
    ),
}
