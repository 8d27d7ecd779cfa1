"""What there is help about: the topics, the pages each belongs to, and what lies beside it."""

from django.utils.translation import gettext_lazy as _

from rapport.core.help.articles import Part, Topic

HELP = [
    Part(
        _("Every day"),
        [
            Topic(
                name="start",
                room="core",
                pages=["home", "help", "onboarding", "news", "tour", "ui"],
                near=["search", "tasks", "record"],
            ),
            Topic(name="search", room="core", pages=["search"], near=["lists", "keys"]),
            Topic(name="lists", room="core", pages=["lists"], near=["views", "bulk", "exports"]),
            Topic(name="views", room="core", pages=["views"], near=["lists", "notifications"]),
            Topic(name="bulk", room="core", pages=["bulk"], near=["lists", "trash"]),
            Topic(name="keys", room="core", near=["search", "lists"]),
            Topic(
                name="notifications", room="core", pages=["notifications"], near=["views", "tasks"]
            ),
            Topic(name="trash", room="core", pages=["trash"], near=["bulk", "audit"]),
            Topic(name="phone", room="core", pages=["received"], near=["files", "notifications"]),
            Topic(name="files", room="core", pages=["files"], near=["record"]),
        ],
    ),
    Part(
        _("Customers"),
        [
            Topic(
                name="people",
                room="customers",
                pages=["people", "tags", "cards"],
                near=["record", "organizations", "lists"],
            ),
            Topic(
                name="organizations",
                room="customers",
                pages=["organizations", "affiliations"],
                near=["people", "record"],
            ),
            Topic(name="households", room="customers", pages=["households"], near=["people"]),
            Topic(
                name="merging",
                room="customers",
                pages=["merges"],
                near=["people", "organizations", "trash"],
            ),
            Topic(
                name="record",
                room="customers",
                pages=[
                    "people:open",
                    "organizations:open",
                    "parties",
                    "notes",
                    "relations",
                    "accounts",
                    "contactpoints",
                    "traits",
                ],
                near=["contacts", "tasks", "consent", "sharing"],
            ),
            Topic(name="consent", room="customers", pages=["consent"], near=["record", "privacy"]),
            Topic(name="privacy", room="customers", pages=["privacy"], near=["consent", "record"]),
            Topic(
                name="sharing",
                room="customers",
                pages=["shares", "explain"],
                near=["roles", "teams"],
            ),
        ],
    ),
    Part(
        _("Work"),
        [
            Topic(
                name="contacts",
                room="touchpoints",
                pages=["interactions", "timeline"],
                near=["tasks", "record"],
            ),
            Topic(
                name="mails",
                room="touchpoints",
                pages=["mail"],
                near=["consent", "contacts", "bulk", "inbox"],
            ),
            Topic(
                name="inbox",
                room="touchpoints",
                pages=["messages", "mailboxes"],
                near=["mails", "contacts", "sharing"],
            ),
            Topic(
                name="tasks",
                room="touchpoints",
                pages=["tasks"],
                near=["contacts", "notifications"],
            ),
            Topic(
                name="orders",
                room="sales",
                pages=["orders", "creditnotes"],
                near=["products", "record"],
            ),
            Topic(name="products", room="catalog", pages=["products"], near=["orders", "imports"]),
        ],
    ),
    Part(
        _("Data in and out"),
        [
            Topic(name="imports", room="core", pages=["imports"], near=["exports", "sources"]),
            Topic(name="sources", room="core", pages=["sources"], near=["imports", "incoming"]),
            Topic(name="exports", room="core", pages=["exports"], near=["lists", "imports"]),
            Topic(name="webhooks", room="core", pages=["webhooks"], near=["incoming", "api"]),
            Topic(name="incoming", room="core", pages=["incoming"], near=["webhooks", "api"]),
            Topic(
                name="api", room="core", pages=["tokens", "apidocs"], near=["webhooks", "incoming"]
            ),
        ],
    ),
    Part(
        _("Your account"),
        [
            Topic(
                name="profile", room="core", pages=["profile"], near=["security", "notifications"]
            ),
            Topic(
                name="security",
                room="core",
                pages=[
                    "mfa_index",
                    "mfa_activate_totp",
                    "mfa_deactivate_totp",
                    "mfa_add_webauthn",
                    "mfa_remove_webauthn",
                    "mfa_view_recovery_codes",
                    "mfa_generate_recovery_codes",
                    "account_reauthenticate",
                    "profile:sessions",
                    "profile:password",
                ],
                near=["profile"],
            ),
        ],
    ),
    Part(
        _("Administration"),
        [
            Topic(name="settings", room="core", pages=["company:index"], near=["company", "users"]),
            Topic(name="company", room="core", pages=["company"], near=["mail", "backup"]),
            Topic(name="mail", room="core", pages=["company:mail"], near=["company", "users"]),
            Topic(name="users", room="core", pages=["users", "leaving"], near=["roles", "teams"]),
            Topic(name="teams", room="core", pages=["teams"], near=["roles", "sharing"]),
            Topic(name="roles", room="core", pages=["roles"], near=["users", "sharing", "homes"]),
            Topic(
                name="homes",
                room="core",
                pages=["home:roles", "home:of_role", "home:arrange"],
                near=["roles", "views"],
            ),
            Topic(name="pagelayouts", room="core", pages=["pagelayouts"], near=["fields", "roles"]),
            Topic(
                name="automation", room="core", pages=["automation"], near=["fields", "webhooks"]
            ),
            Topic(name="fields", room="core", pages=["customfields"], near=["imports", "lists"]),
            Topic(name="audit", room="core", pages=["audit"], near=["trash", "backup"]),
            Topic(name="backup", room="core", near=["company", "audit"]),
        ],
    ),
]
