"""Mailboxes whose mail is read, their folders, and the ledger of every message that was seen there."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, Team, User, holds
from rapport.core.company.models import MailSecurity, SealedField
from rapport.core.records import Record

CONNECT, MANAGE = "touchpoints.connect_mailbox", "touchpoints.manage_mailboxes"


class Login(models.TextChoices):
    """How we prove to a mail server who we are."""

    PASSWORD = "password", _("Password")
    XOAUTH2 = "xoauth2", _("OAuth 2 (XOAUTH2)")


class Privacy(models.TextChoices):
    """What colleagues see of the mails of a mailbox."""

    EVERYONE = "everyone", _("Whoever sees the customer")
    SUBJECT = "subject", _("Others see only subject and date")
    OWNER = "owner", _("Only the owner and her mailbox team")


class MailboxQuerySet(AccessQuerySet["Mailbox"]):
    """A mailbox is its owner's; its team reads along; who manages mailboxes sees how it is set up, not what is in it."""

    def within(self, user: User, right: str) -> Self:
        """Keep the mailboxes that the user may look at, or with a right, that she may change."""
        if user.is_system or holds(user, MANAGE):
            return self
        if not holds(user, CONNECT):
            return self.none()
        own = Q(owner=user)
        if not right and user.team_id is not None:
            own |= Q(team=user.team_id)
        return self.filter(own)


class Mailbox(Record):
    """An account at a mail server whose folders are read, for one colleague or a team."""

    never_logged: ClassVar[tuple[str, ...]] = ("password", "client_secret", "refresh_token")

    name = models.CharField(_("name"), max_length=100)
    address = models.EmailField(_("address"))
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    privacy = models.CharField(
        _("who sees its mails"), max_length=10, choices=Privacy.choices, default=Privacy.SUBJECT
    )
    only_customers = models.BooleanField(_("only mails with customers"), default=True)
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(
        _("encryption"), max_length=10, choices=MailSecurity.choices, default=MailSecurity.TLS
    )
    user_name = models.CharField(_("user name"), max_length=254)
    login = models.CharField(
        _("sign-in"), max_length=10, choices=Login.choices, default=Login.PASSWORD
    )
    password = SealedField(_("password"), blank=True, default="")
    token_url = models.CharField(_("token address"), max_length=500, blank=True, default="")
    client_id = models.CharField(_("client number"), max_length=254, blank=True, default="")
    client_secret = SealedField(_("client secret"), blank=True, default="")
    refresh_token = SealedField(_("refresh token"), blank=True, default="")
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)

    access: ClassVar[Access] = Access(view=CONNECT)
    objects = MailboxQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="mailbox_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_paused(self) -> bool:
        """Tell whether its mail is not read at present."""
        return self.paused_at is not None


class MailboxState(models.Model):
    """How reading a mailbox goes: who is at it, when it last went well, what stood in the way, what did not add up.

    `full` says how much of its room at the server is used, in percent, where the server tells it.
    """

    log_changes = False

    mailbox = models.OneToOneField(
        Mailbox, models.CASCADE, primary_key=True, related_name="reading"
    )
    taken_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    odd_since = models.DateTimeField(null=True)
    full = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.mailbox_id}"


class MailboxFolder(models.Model):
    """A folder of a mailbox, as its server numbers it.

    `numbering` is IMAP's UIDVALIDITY: with another one all numbers mean other messages. `last_uid` is the highest number
    that was listed. A folder that is gone from the server keeps its ledger.
    """

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="folders", db_index=False)
    name = models.CharField(max_length=500)
    use = models.CharField(max_length=20, blank=True, default="")
    is_read = models.BooleanField(default=True)
    numbering = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    on_server = models.BigIntegerField(default=0)
    former_names = ArrayField(models.CharField(max_length=500), default=list)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "name"],
                name="mailbox_folder_once",
                condition=Q(gone_at=None),
            )
        ]
        indexes = [models.Index(fields=["mailbox", "name"], name="mailbox_folders")]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What became of a message that was seen."""

    WAITING = "waiting", pgettext_lazy("of a message", "Waiting")
    STORED = "stored", pgettext_lazy("of a message", "Stored")
    SKIPPED = "skipped", pgettext_lazy("of a message", "Skipped")


class Skip(models.TextChoices):
    """Why a message that was seen is not stored."""

    TWICE = "twice", _("the same mail is stored already")
    SENT_HERE = "sent_here", _("it was written here")
    NO_CUSTOMER = "no_customer", _("with nobody we know")
    INTERNAL = "internal", _("only between colleagues")
    DELETED = "deleted", _("marked as deleted")
    DRAFT = "draft", _("a draft")
    TOO_LARGE = "too_large", _("larger than 50 MB")
    VANISHED = "vanished", _("gone before it could be fetched")
    RENUMBERED = "renumbered", _("the server numbered the folder anew")


class MailboxEntry(models.Model):
    """The ledger: one line for each message that a folder showed, and what became of it. Lines are never taken out."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    folder = models.ForeignKey(
        MailboxFolder, models.CASCADE, related_name="entries", db_index=False
    )
    numbering = models.BigIntegerField()
    uid = models.BigIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.CharField(max_length=11, choices=Skip.choices, blank=True, default="")
    message = models.ForeignKey(
        "touchpoints.MailMessage", models.SET_NULL, null=True, related_name="entries"
    )
    failure = models.TextField(blank=True, default="")
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "numbering", "uid"], name="mailbox_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SKIPPED) ^ Q(reason=""),
                name="mailbox_entry_skipped_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["folder", "uid"],
                name="mailbox_entry_waiting",
                condition=Q(outcome=Outcome.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.folder_id}/{self.uid}"
