"""Mails that were read in mailboxes, the threads they make, and the customers they are with."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User, holds, reach
from rapport.core.files.models import File
from rapport.core.records import Record
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.models import Direction, Interaction
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mailboxes.models import CONNECT, Mailbox, Privacy

SUBJECT = 300


class Nature(models.TextChoices):
    """What sort of mail it is: only what a person wrote to a person is a contact."""

    PERSONAL = "personal", pgettext_lazy("of a mail", "Personal")
    LIST = "list", pgettext_lazy("of a mail", "Newsletter or list")
    ROBOT = "robot", pgettext_lazy("of a mail", "Automatic")
    BOUNCE = "bounce", pgettext_lazy("of a mail", "Delivery report")


class Decision(models.TextChoices):
    """Why a mail stands in its thread."""

    FIRST = "first", _("It begins the conversation.")
    REPLY = "reply", _("It names a mail of this conversation as the one it answers.")
    OURS = "ours", _("It answers a mail that was written here.")
    SUBJECT = (
        "subject",
        _("Same subject, marked as an answer, with the same address, within 30 days."),
    )
    RENAMED = "renamed", _("It answers an earlier mail but has another subject, so it begins anew.")


class Why(models.TextChoices):
    """Why a mail is with a customer."""

    ADDRESS = "address", _("her address")
    NAME = "name", _("one address of several people, and her name")
    THREAD = "thread", _("one address of several people, and she is in this conversation")
    SHARED = "shared", _("one address of several people")
    DOMAIN = "domain", _("the company of this domain")


class MailThread(models.Model):
    """A conversation in one mailbox."""

    log_changes = False

    id = models.BigAutoField(primary_key=True)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="threads", db_index=False)
    subject = models.CharField(max_length=SUBJECT, blank=True)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("mailbox", "subject", F("last_at").desc(), name="thread_by_subject")
        ]

    def __str__(self) -> str:
        return self.subject


class MailMessageQuerySet(AccessQuerySet["MailMessage"]):
    """Who reads a mail: the owner of its mailbox and its team; where the mailbox is open, whoever sees the customer."""

    def within(self, user: User, right: str) -> Self:
        """Keep the mails that the user may read; those she may do something with when a right is asked."""
        if user.is_system:
            return self
        if not holds(user, right or CONNECT) and not holds(user, "customers.view_party"):
            return self.none()
        allowed: Any = Q(mailbox__owner=user)
        if user.team_id is not None:
            allowed |= Q(mailbox__team=user.team_id)
        seen = reach(user, "customers.view_party")
        if not right and not seen.is_empty:
            with_customer = MailMessageParty.objects.filter(message=OuterRef("pk"))
            if not seen.everything:
                with_customer = with_customer.filter(party__in=Party.objects.visible_to(user))
            allowed |= Q(mailbox__privacy=Privacy.EVERYONE) & Exists(with_customer)
        return self.filter(allowed)


class MailMessage(Record):
    """One mail as it was read in a mailbox; `raw` keeps every byte of it, until somebody whom it names is erased.

    `key` is its Message-ID, or made from its content where it has none or shares it with another mail.
    """

    log_changes = False  # nobody edits a mail; its words are kept in one place

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="messages", db_index=False)
    thread = models.ForeignKey(MailThread, models.CASCADE, related_name="messages")
    decision = models.CharField(_("thread"), max_length=8, choices=Decision.choices)
    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    references = ArrayField(models.CharField(max_length=300), default=list)
    raw = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    size = models.BigIntegerField()
    nature = models.CharField(_("sort"), max_length=8, choices=Nature.choices)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    from_name = models.CharField(_("from"), max_length=200, blank=True)
    from_address = models.CharField(_("address"), max_length=320, blank=True)
    sender_address = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(_("subject"), max_length=SUBJECT, blank=True)
    written_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(_("received"))
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    defects = ArrayField(models.CharField(max_length=20), default=list)
    unkept = ArrayField(models.CharField(max_length=200), default=list)
    answers = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, related_name="answers")

    access: ClassVar[Access] = Access(view=CONNECT)
    objects = MailMessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "key"], name="message_once")]
        indexes = [
            models.Index("mailbox", F("received_at").desc(), name="message_of_mailbox"),
            models.Index("mailbox", "from_address", F("id").desc(), name="message_from"),
            models.Index(F("received_at").desc(), F("id").desc(), name="message_latest"),
            GinIndex("references", name="message_references", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.subject


class MailMessagePartyQuerySet(AccessQuerySet["MailMessageParty"]):
    """With whom a mail is, is seen by whoever reads the mail."""

    def within(self, user: User, right: str) -> Self:
        """Keep those of mails that the user may read, or do something with."""
        return self.filter(message__in=MailMessage.objects.within(user, right))


class MailMessageParty(Record):
    """A mail is with a customer; on the timeline it is `interaction`, unless the mailbox keeps it to its owner."""

    message = models.ForeignKey(
        MailMessage, models.CASCADE, related_name="parties", verbose_name=_("mail")
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="messages", db_index=False)
    interaction = models.OneToOneField(
        Interaction, models.SET_NULL, null=True, related_name="message"
    )
    why = models.CharField(_("reason"), max_length=7, choices=Why.choices)
    address = models.CharField(_("address"), max_length=320)
    at = models.DateTimeField()

    access: ClassVar[Access] = Access(view=CONNECT)
    objects = MailMessagePartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "party"], name="message_party_once")
        ]
        indexes = [models.Index("party", F("at").desc(), F("id").desc(), name="message_of_party")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.party_id}"
