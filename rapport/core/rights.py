"""The rights of this room."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.rights import Right

RIGHTS = [
    Right("core.manage_users", _("Invite colleagues, change their roles, hand over their records")),
    Right("core.manage_company", _("Change the company's settings")),
    Right("core.manage_fields", _("Add fields to records, change and remove them")),
    Right("core.purge_field", _("Delete removed fields with their values for good")),
    Right("core.view_audit", _("Read the log of changes and sign-ins")),
    Right("core.attach_file", _("Attach files")),
    Right("core.trash_file", _("Take attached files off")),
    Right("core.restore_trash", _("Restore records from the trash")),
    Right("core.purge_trash", _("Delete records in the trash for good")),
    Right("core.import_data", _("Import files")),
    Right("core.manage_sources", _("Set up sources from which records are imported by themselves")),
    Right("core.export_data", _("Export lists")),
    Right("core.save_view", _("Save views of lists for oneself and one's team")),
    Right("core.share_view", _("Share views with everybody, and change those that others shared")),
    Right("core.arrange_role_home", _("Arrange the home pages of roles")),
    Right("core.arrange_page", _("Arrange the pages and forms of records for each role")),
    Right("core.manage_automations", _("Set up automations, which act with one's own rights")),
    Right("core.run_automation", _("Let automations act")),
    Right("core.use_api", _("Make access tokens")),
    Right("core.manage_webhooks", _("Connect other programs by webhooks, out and in")),
]

# What everybody may do to her own account, or what the system does: no right, but a cause in the log.
OWN_VERBS = {
    "core.edit_own_account": _("Change one's own account"),
    "core.arrange_home": _("Arrange one's own home page"),
    "demo": _("Filling the demo company"),
    "": _("Outside Rapport, by SQL"),
}
