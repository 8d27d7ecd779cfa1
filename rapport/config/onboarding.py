"""First steps: of the company for whoever administers it, and of each new colleague. The data tell what is done."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rapport.config.backup.make import backups
from rapport.config.demo.tour.progress import is_demo, read
from rapport.core.access.caller import caller
from rapport.core.access.models import Team, User
from rapport.core.company.queries import company, mail_is_set_up
from rapport.core.customfields.models import CustomField
from rapport.core.onboarding.checklists import Checklist, Item
from rapport.core.onboarding.queries import has_tried
from rapport.core.search.models import RecentRecord
from rapport.core.views.models import SavedView
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.models import Task


def _has_colleagues(_request: HttpRequest) -> bool:
    return User.objects.filter(is_system=False, left_at=None)[:2].count() > 1


def _has_factor(request: HttpRequest) -> bool:
    return bool(Authenticator.objects.filter(user_id=caller(request).pk).exists())


def _tried(what: str) -> Callable[[HttpRequest], bool]:
    return lambda request: has_tried(caller(request), what)


COMPANY = Checklist(
    name="company",
    label=_("Set Rapport up"),
    right="core.manage_company",
    items=[
        Item(
            name="company",
            label=_("Name the company"),
            text=_("Its name, base currency and fiscal year stand on everything that adds up."),
            page="company:edit",
            is_done=lambda _request: bool(company().name),
        ),
        Item(
            name="mail",
            label=_("Connect a mail server"),
            text=_("Invitations, reminders and digests go out through it."),
            page="company:mail",
            is_done=lambda _request: mail_is_set_up(),
        ),
        Item(
            name="teams",
            label=_("Lay out the teams"),
            text=_("Teams decide who sees whose customers."),
            page="teams:list",
            right="core.manage_users",
            is_done=lambda _request: Team.objects.exists(),
        ),
        Item(
            name="colleagues",
            label=_("Invite colleagues"),
            text=_("Each gets a link by mail and chooses her own password."),
            page="users:invite",
            right="core.manage_users",
            is_done=_has_colleagues,
        ),
        Item(
            name="customers",
            label=_("Import your customers"),
            text=_("From a file of any program; you see what it will do before it is done."),
            page="imports:create",
            right="core.import_data",
            is_done=lambda _request: Party.objects.exists(),
        ),
        Item(
            name="fields",
            label=_("Add a field of your own"),
            text=_("What you want to know of customers besides, such as a membership number."),
            page="customfields:index",
            right="core.manage_fields",
            is_done=lambda _request: CustomField.objects.exists(),
        ),
        Item(
            name="backup",
            label=_("Check the first backup"),
            text=_("One is made every day while Rapport runs."),
            page="help:open",
            arguments=["backup"],
            is_done=lambda _request: bool(backups()),
        ),
    ],
)
YOU = Checklist(
    name="you",
    label=_("Your first steps"),
    items=[
        Item(
            name="profile",
            label=_("Check your name, language and time zone"),
            text=_("Dates, reminders and mails follow them."),
            page="profile:edit",
            is_done=_tried("profile"),
        ),
        Item(
            name="factor",
            label=_("Protect your account"),
            text=_("A second factor or a passkey keeps others out."),
            page="mfa_index",
            is_done=_has_factor,
        ),
        Item(
            name="palette",
            label=_("Find somebody by Ctrl K"),
            text=_("A name, pinyin, initials, part of a number: from every page."),
            page="search:open",
            is_done=_tried("palette"),
        ),
        Item(
            name="record",
            label=_("Open a customer"),
            text=_("Everything about him stands on one page."),
            page="people:list",
            right="customers.view_party",
            is_done=lambda request: RecentRecord.objects.filter(user=caller(request)).exists(),
        ),
        Item(
            name="contact",
            label=_("Log your first contact"),
            text=_("A call, a mail, a visit: the next colleague knows."),
            page="interactions:log",
            right="touchpoints.log_interaction",
            is_done=_tried("contact"),
            dialog=True,
        ),
        Item(
            name="task",
            label=_("Plan a next step"),
            text=_("It comes back on its day, on this page."),
            page="tasks:create",
            right="touchpoints.create_task",
            is_done=lambda request: Task.objects.kept().filter(assignee=caller(request)).exists(),
            dialog=True,
        ),
        Item(
            name="view",
            label=_("Save a view"),
            text=_("Filter a list as you need it, and keep it under a name."),
            page="people:list",
            right="core.save_view",
            is_done=lambda request: SavedView.objects.filter(owner=caller(request)).exists(),
        ),
        Item(
            name="tour",
            label=_("Take the tour of the demo"),
            text=_("Six steps in the bar below, each where it happens."),
            page="people:list",
            is_done=lambda request: read(request).ended,
            is_offered=is_demo,
        ),
    ],
)
ONBOARDING = [COMPANY, YOU]
