"""The rights of this room."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.rights import Right

RIGHTS = [
    Right("touchpoints.log_interaction", _("Log calls, mails, meetings and visits")),
    Right("touchpoints.edit_interaction", _("Edit logged contacts")),
    Right("touchpoints.resolve_complaint", _("Resolve complaints")),
    Right("touchpoints.reopen_complaint", _("Reopen complaints")),
    Right("touchpoints.trash_interaction", _("Move logged contacts to the trash")),
    Right("touchpoints.restore_interaction", _("Restore logged contacts")),
    Right("touchpoints.write_mail", _("Write mails to customers")),
    Right("touchpoints.cancel_mail", _("Cancel mails that wait")),
    Right("touchpoints.send_mail", _("Send failed mails again")),
    Right("touchpoints.connect_mailbox", _("Connect mailboxes and read their mails")),
    Right(
        "touchpoints.manage_mailboxes", _("Manage the mailboxes of others, without reading them")
    ),
    Right("touchpoints.view_task", _("See tasks")),
    Right("touchpoints.create_task", _("Add tasks")),
    Right("touchpoints.edit_task", _("Edit tasks")),
    Right("touchpoints.finish_task", _("Finish tasks")),
    Right("touchpoints.reopen_task", _("Reopen tasks")),
    Right("touchpoints.reassign_task", _("Give tasks to colleagues")),
    Right("touchpoints.trash_task", _("Move tasks to the trash")),
    Right("touchpoints.restore_task", _("Restore tasks")),
]
