"""Connecting mailboxes, choosing their folders and who sees their mails, pausing and removing them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import Team, User
from rapport.core.access.queries import may
from rapport.core.action import action
from rapport.core.company.models import MailSecurity
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.sentences import NO_EMAIL, NO_NAME, NOT_OFFERED
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mailboxes.events import MailboxChanged, MailboxOpened, MailboxRead
from rapport.touchpoints.mailboxes.models import (
    MANAGE,
    Login,
    Mailbox,
    MailboxFolder,
    MailboxState,
    Privacy,
)

SECRETS = ("password", "client_secret", "refresh_token")


class MailboxTwice(Conflict):
    """This mailbox is connected already."""


class NotForOthers(Invalid):
    """A mailbox is connected for oneself, or for one's own team. Whoever manages mailboxes may do it for others."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How a mailbox is reached and signed in to, whose it is, and what others see of it. An empty secret stays as it is."""

    name: str
    address: str
    privacy: str
    only_customers: bool
    host: str
    port: int
    security: str
    user_name: str
    login: str = Login.PASSWORD
    password: str = ""
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    owner_id: int
    team_id: int | None = None


@action
def connect_mailbox(connection: Connection, *, by: User, at: datetime) -> Mailbox:
    """Connect a mailbox; reading begins at once."""
    require(by, "touchpoints.connect_mailbox")
    mailbox = Mailbox()
    _fill(mailbox, connection, by=by)
    if Mailbox.objects.filter(address__iexact=mailbox.address).exists():
        raise MailboxTwice(fields={"address": MailboxTwice().sentence()})
    mailbox.save()
    MailboxState.objects.create(mailbox=mailbox)
    _tell(mailbox, by=by, at=at)
    publish(MailboxRead(mailbox_id=mailbox.pk), by=by, at=at)
    return mailbox


@action
def edit_mailbox(
    mailbox_id: int,
    connection: Connection,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Mailbox:
    """Change how a mailbox is reached, whose it is, or who sees its mails; those that are there already follow."""
    mailbox = require_row(by, "touchpoints.connect_mailbox", Mailbox, mailbox_id, version=version)
    before = mailbox.privacy
    _fill(mailbox, connection, by=by)
    others = Mailbox.objects.exclude(pk=mailbox.pk)
    if others.filter(address__iexact=mailbox.address).exists():
        raise MailboxTwice(fields={"address": MailboxTwice().sentence()})
    mailbox.save()
    MailboxState.objects.filter(mailbox=mailbox).update(due_at=None, failure="", attempts=0)
    if mailbox.privacy != before:
        _hide(mailbox)
        publish(MailboxOpened(mailbox_id=mailbox.pk), by=by, at=at)
    _tell(mailbox, by=by, at=at)
    if not mailbox.is_paused:
        publish(MailboxRead(mailbox_id=mailbox.pk), by=by, at=at)
    return mailbox


@action
def choose_folders(
    mailbox_id: int, folder_ids: Collection[int], *, by: User, at: datetime
) -> Mailbox:
    """Say which folders of a mailbox are read; what was read of the others stays."""
    mailbox = require_row(by, "touchpoints.connect_mailbox", Mailbox, mailbox_id)
    folders = MailboxFolder.objects.filter(mailbox=mailbox)
    folders.update(is_read=False)
    folders.filter(pk__in=list(folder_ids)).update(is_read=True)
    _tell(mailbox, by=by, at=at)
    publish(MailboxRead(mailbox_id=mailbox.pk), by=by, at=at)
    return mailbox


@action
def switch_mailbox(mailbox_id: int, *, by: User, at: datetime, is_on: bool) -> Mailbox:
    """Stop reading a mailbox for the time being, or go on."""
    mailbox = require_row(by, "touchpoints.connect_mailbox", Mailbox, mailbox_id)
    mailbox.paused_at = None if is_on else at
    mailbox.save(update_fields=["paused_at"])
    _tell(mailbox, by=by, at=at)
    if is_on:
        MailboxState.objects.filter(mailbox=mailbox).update(due_at=None)
        publish(MailboxRead(mailbox_id=mailbox.pk), by=by, at=at)
    return mailbox


@action
def read_now(mailbox_id: int, *, by: User, at: datetime) -> Mailbox:
    """Read a mailbox now instead of within a minute; what could not be kept is tried again."""
    mailbox = require_row(by, "touchpoints.connect_mailbox", Mailbox, mailbox_id)
    MailboxState.objects.filter(mailbox=mailbox).update(due_at=None)
    for folder in mailbox.folders.all():
        folder.entries.exclude(failure="").update(failure="")
    publish(MailboxRead(mailbox_id=mailbox.pk), by=by, at=at)
    return mailbox


@action
def remove_mailbox(mailbox_id: int, *, by: User, at: datetime) -> None:
    """Take a mailbox off with its mails and its ledger; the contacts on the timelines stay."""
    mailbox = require_row(by, "touchpoints.connect_mailbox", Mailbox, mailbox_id)
    mailbox.delete()
    publish(MailboxChanged(mailbox_id=mailbox_id, label=mailbox.name), by=by, at=at)


def _hide(mailbox: Mailbox) -> None:
    """Take its mails off the timelines at once; as far as others may see them now, a job puts them there again."""
    shown = Interaction.objects.filter(message__message__mailbox=mailbox, trashed_at=None)
    shown.delete()


def _fill(mailbox: Mailbox, connection: Connection, *, by: User) -> None:
    values = asdict(connection)
    for name in SECRETS:
        values[name] = values[name] or getattr(mailbox, name)
    values["name"] = " ".join(values["name"].split())[:100]
    values["address"] = values["address"].strip().lower()
    values["host"] = values["host"].strip().lower()
    if wrong := _wrong(values):
        raise Invalid(wrong)
    if not may(by, MANAGE):
        is_hers = values["owner_id"] in {by.pk, mailbox.owner_id}
        if not is_hers or values["team_id"] not in {None, by.team_id, mailbox.team_id}:
            raise NotForOthers(fields={"owner": NotForOthers().sentence()})
    for name, value in values.items():
        setattr(mailbox, name, value)


def _wrong(values: dict[str, Any]) -> dict[str, str]:
    """Say everything that is wrong at once, by field."""
    wrong: dict[str, str] = {}
    if not values["name"]:
        wrong["name"] = str(NO_NAME)
    try:
        validate_email(values["address"])
    except ValidationError:
        wrong["address"] = str(NO_EMAIL)
    offered = {"privacy": Privacy, "security": MailSecurity, "login": Login}
    for name, choices in offered.items():
        if values[name] not in choices.values:
            wrong[name] = str(NOT_OFFERED)
    if not values["host"]:
        wrong["host"] = _("Enter the server, such as imap.example.com.")
    if not 1 <= values["port"] <= 65535:
        wrong["port"] = _("A port lies between 1 and 65535.")
    return wrong | _wrong_sign_in(values) | _wrong_people(values)


def _wrong_sign_in(values: dict[str, Any]) -> dict[str, str]:
    needed = ["password"] if values["login"] == Login.PASSWORD else ["token_url", "refresh_token"]
    missing = [name for name in ["user_name", *needed] if not values[name]]
    return dict.fromkeys(missing, _("This is needed to sign in."))


def _wrong_people(values: dict[str, Any]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not User.objects.filter(pk=values["owner_id"], left_at=None, is_system=False).exists():
        wrong["owner"] = str(NOT_OFFERED)
    if values["team_id"] and not Team.objects.filter(pk=values["team_id"]).exists():
        wrong["team"] = str(NOT_OFFERED)
    return wrong


def _tell(mailbox: Mailbox, *, by: User, at: datetime) -> None:
    publish(MailboxChanged(mailbox_id=mailbox.pk, label=mailbox.name), by=by, at=at)


def connection_of(mailbox: Mailbox) -> Connection:
    """Return how a mailbox is reached, for an edit that changes only some of it."""
    return Connection(**{one.name: getattr(mailbox, one.name) for one in fields(Connection)})
