"""The areas of the settings page, each shown to those who hold its right."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Area:
    """One area: what it is called, what it is for, where it lies, and the right that opens it."""

    label: str | Promise
    text: str | Promise
    page: str
    icon: str
    right: str


AREAS = [
    Area(
        _("Users"),
        _("Who works here: invite, change roles, hand over."),
        "users:list",
        "users",
        "core.manage_users",
    ),
    Area(
        _("Teams"),
        _("Who works with whom; managers reach the teams below."),
        "teams:list",
        "sitemap",
        "core.manage_users",
    ),
    Area(
        _("Roles"),
        _("Which rights a role grants, and over whose records."),
        "roles:list",
        "shield",
        "core.manage_users",
    ),
    Area(
        _("Home pages"),
        _("What each role finds on its first page."),
        "home:roles",
        "home",
        "core.arrange_role_home",
    ),
    Area(
        _("Page layouts"),
        _("What stands where on the pages and forms of records, for each role."),
        "pagelayouts:index",
        "layout-grid",
        "core.arrange_page",
    ),
    Area(
        _("Fields"),
        _("What the company wants to know besides: fields of its own on people and companies."),
        "customfields:index",
        "forms",
        "core.manage_fields",
    ),
    Area(
        _("Company"),
        _("Name, base currency, fiscal year."),
        "company:edit",
        "building",
        "core.manage_company",
    ),
    Area(
        _("Mail"),
        _("The server through which invitations and reminders go out."),
        "company:mail",
        "mail",
        "core.manage_company",
    ),
    Area(
        _("Mailboxes"),
        _("Whose mail is read, who sees it, and whether every mail is here."),
        "mailboxes:list",
        "inbox",
        "touchpoints.connect_mailbox",
    ),
    Area(
        _("Notifications"),
        _("How colleagues are told who have chosen nothing themselves; whether mails arrive."),
        "notifications:company",
        "bell",
        "core.manage_company",
    ),
    Area(
        _("Audit"),
        _("Who changed what, and who came in."),
        "audit:changes",
        "history",
        "core.view_audit",
    ),
    Area(
        _("Access tokens"),
        _("For programs that work in your name over the API."),
        "tokens:list",
        "key",
        "core.use_api",
    ),
    Area(
        _("API"),
        _("What programs can ask and change, with an example of each call."),
        "apidocs:index",
        "code",
        "core.use_api",
    ),
    Area(
        _("Automations"),
        _("What is done by itself when something happens, or by the clock."),
        "automation:list",
        "bolt",
        "core.manage_automations",
    ),
    Area(
        _("Import sources"),
        _("Folders, addresses and databases that are imported by themselves."),
        "sources:list",
        "database-import",
        "core.manage_sources",
    ),
    Area(
        _("Webhooks"),
        _("Programs that are told what happens here, and what came of it."),
        "webhooks:list",
        "webhook",
        "core.manage_webhooks",
    ),
    Area(
        _("Incoming hooks"),
        _("Addresses at which other programs hand in people and companies."),
        "incoming:list",
        "download",
        "core.manage_webhooks",
    ),
    Area(
        _("Exports"),
        _("Lists that were written in the background."),
        "exports:list",
        "file-export",
        "core.export_data",
    ),
    Area(
        _("Bulk changes"),
        _("What was done to many records at once, with the way back."),
        "bulk:list",
        "checks",
        "customers.view_party",
    ),
    Area(
        _("Privacy requests"),
        _("What people ask about their data, and by when the law wants an answer."),
        "privacy:list",
        "shield-lock",
        "customers.view_privacy_request",
    ),
    Area(
        _("Merged records"),
        _("Which records became one, with the way back for 30 days."),
        "merges:list",
        "arrow-merge",
        "customers.merge_parties",
    ),
    Area(
        _("Trash"),
        _("What was deleted within 30 days, to restore."),
        "trash:open",
        "trash",
        "core.restore_trash",
    ),
]
