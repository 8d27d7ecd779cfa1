"""Mailboxes: which there are, whether all their mail is here, how they are reached."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.errors import RapportError
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, go, page, toast
from rapport.core.pages.verbs import verb
from rapport.touchpoints.mailboxes import actions, queries
from rapport.touchpoints.mailboxes.actions import SECRETS, Connection
from rapport.touchpoints.mailboxes.adapters import ImapSource
from rapport.touchpoints.mailboxes.forms import FoldersForm, MailboxForm
from rapport.touchpoints.mailboxes.models import CONNECT, Mailbox


@needs(CONNECT)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the mailboxes and whether their ledgers add up."""
    shown = queries.mailboxes_of(caller(request))
    return page(request, "touchpoints/mailboxes/list.html", {"shown": shown})


@needs(CONNECT)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Connect a mailbox, once its server let us in."""
    form = MailboxForm(request.POST or None, user=caller(request))
    if form.is_valid():
        try:
            _try(form.connection(), None)
            mailbox = actions.connect_mailbox(
                form.connection(), by=caller(request), at=timezone.now()
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("The mailbox is connected, and its mails are being read."))
            return go(request, reverse("mailboxes:open", args=[mailbox.pk]))
    context = {"form": form, "mailbox": None}
    status = 422 if form.errors else 200
    return page(request, "touchpoints/mailboxes/edit.html", context, status=status)


@needs(CONNECT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Change how a mailbox is reached, or who sees its mails."""
    user = caller(request)
    mailbox = queries.mailbox(user, mailbox_id)
    editing = Editing(request, lambda data: MailboxForm(data, user=user, mailbox=mailbox), mailbox)
    form = editing.form
    if editing.is_ready:
        try:
            _try(form.connection(), mailbox)
            actions.edit_mailbox(
                mailbox_id,
                form.connection(),
                by=user,
                at=timezone.now(),
                version=editing.version,
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Mailbox saved."))
            return redirect("mailboxes:open", mailbox_id)
    return editing.show("touchpoints/mailboxes/edit.html", {"mailbox": mailbox})


def _try(connection: Connection, mailbox: Mailbox | None) -> None:
    """Sign in once as it was typed, so that a typing error is said here and now. Errors: Unreachable."""
    values = asdict(connection)
    for name in SECRETS if mailbox else ():
        values[name] = values[name] or getattr(mailbox, name)
    source = ImapSource(Mailbox(**values))
    try:
        source.folders()
    finally:
        source.close()


@needs(CONNECT)
@require_GET
def open_one(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Show a mailbox: how reading it goes, and its ledger folder by folder."""
    user = caller(request)
    shown = queries.mailbox_of(user, mailbox_id)
    context = {
        "shown": shown,
        "mailbox": shown.mailbox,
        "may_edit": may(user, CONNECT, shown.mailbox),
        "reads": user.pk == shown.mailbox.owner_id
        or (shown.mailbox.team_id is not None and user.team_id == shown.mailbox.team_id),
    }
    return page(request, "touchpoints/mailboxes/open.html", context)


@needs(CONNECT)
@require_http_methods(["GET", "POST"])
def folders(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Ask which folders are read."""
    mailbox = queries.mailbox(caller(request), mailbox_id)
    form = FoldersForm(request.POST or None, mailbox=mailbox)
    back = reverse("mailboxes:open", args=[mailbox_id])
    if request.method == "POST":
        form = FoldersForm(request.POST, mailbox=mailbox)
        if form.is_valid():
            chosen = form.cleaned_data["folders"]
            actions.choose_folders(mailbox_id, chosen, by=caller(request), at=timezone.now())
            toast(request, _("Folders chosen."))
            return done(request, back)
    context = {"form": form, "mailbox": mailbox, "back": back}
    status = 422 if form.errors else 200
    return page(request, "touchpoints/mailboxes/folders.html", context, status=status)


@needs(CONNECT)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Ask, then take a mailbox off."""
    mailbox = queries.mailbox(caller(request), mailbox_id)
    if request.method == "POST":
        actions.remove_mailbox(mailbox_id, by=caller(request), at=timezone.now())
        toast(request, _("Mailbox removed."))
        return go(request, reverse("mailboxes:list"))
    return page(request, "touchpoints/mailboxes/remove.html", {"mailbox": mailbox})


read = verb(CONNECT, actions.read_now, gettext_lazy("The mailbox is being read."), "mailboxes:open")
pause = verb(
    CONNECT,
    actions.switch_mailbox,
    gettext_lazy("The mailbox is not read until you let it go on."),
    "mailboxes:open",
    is_on=False,
)
resume = verb(
    CONNECT,
    actions.switch_mailbox,
    gettext_lazy("The mailbox is read again."),
    "mailboxes:open",
    is_on=True,
)
