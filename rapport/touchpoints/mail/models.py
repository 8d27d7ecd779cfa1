"""Mails to customers: what was written to whom, for which purpose, and how far it has come."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.outgoing.models import Outgoing
from rapport.core.records import Record
from rapport.customers.consent.models import Hindrance, Purpose
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.models import Interaction

SUBJECT, BODY = 200, 20_000
PURPOSES = [Purpose.SERVICE, Purpose.OFFERS, Purpose.SURVEYS]
FOR_WHAT = [(one.value, one.label) for one in PURPOSES]


class MailState(models.TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", pgettext_lazy("of a mail", "Sent")
    FAILED = "failed", pgettext_lazy("of a mail", "Not sent")
    UNCERTAIN = "uncertain", pgettext_lazy("of a mail", "Uncertain")
    CANCELLED = "cancelled", _("Cancelled")
    BOUNCED = "bounced", pgettext_lazy("of a mail", "Came back")


class Halt(models.TextChoices):
    """Why a mail was not handed over, where it was not the mail server that refused it."""

    UNKNOWN = Hindrance.UNKNOWN.value, _("The address was removed.")
    RESTRICTED = Hindrance.RESTRICTED.value, Hindrance.RESTRICTED.label
    SUPPRESSED = Hindrance.SUPPRESSED.value, Hindrance.SUPPRESSED.label
    BOUNCED = Hindrance.BOUNCED.value, Hindrance.BOUNCED.label
    WITHDRAWN = Hindrance.WITHDRAWN.value, Hindrance.WITHDRAWN.label
    NOT_GIVEN = Hindrance.NOT_GIVEN.value, Hindrance.NOT_GIVEN.label
    TRASHED = "trashed", _("The customer is in the trash.")
    SENDER_LEFT = "sender_left", _("Whoever wrote it no longer works here.")


class OutgoingMailQuerySet(AccessQuerySet["OutgoingMail"]):
    """Mails, and the filters that pages and jobs begin with."""

    def waiting(self) -> Self:
        """Keep what has not gone out and may still be stopped."""
        return self.filter(state=MailState.WAITING)

    def troubled(self) -> Self:
        """Keep what somebody has to look at."""
        return self.filter(state__in=[MailState.FAILED, MailState.UNCERTAIN, MailState.BOUNCED])


class OutgoingMail(Outgoing, Record):
    """One mail to one customer, as it was written and as it goes out; its subject and text are merged already.

    Mails of one `batch` were written at once: an address is written to once in it. A mail that went out stands on the
    timeline as `interaction`.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="mails", db_index=False)
    contact_point = models.ForeignKey(
        ContactPoint, models.CASCADE, related_name="mails", db_index=False
    )
    address = models.CharField(_("address"), max_length=500)
    sender = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    subject = models.CharField(_("subject"), max_length=SUBJECT)
    body = models.TextField(_("text"))
    batch = models.UUIDField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState.choices, default=MailState.WAITING
    )
    halt = models.CharField(_("reason"), max_length=12, choices=Halt.choices, blank=True)
    interaction = models.OneToOneField(
        Interaction, models.SET_NULL, null=True, blank=True, related_name="mail"
    )

    access: ClassVar[Access] = Access(via="party")
    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "address"], name="mail_once_in_a_batch"),
            models.CheckConstraint(
                condition=Q(state=MailState.WAITING) ^ Q(due_at=None), name="mail_waiting_is_due"
            ),
        ]
        indexes = [
            models.Index("due_at", name="mail_due", condition=Q(due_at__isnull=False)),
            models.Index("party", F("id").desc(), name="mail_of_party"),
            models.Index("contact_point", name="mail_of_point"),
            models.Index("sender", F("id").desc(), name="mail_of_sender"),
            models.Index(
                "state",
                F("id").desc(),
                name="mail_not_ended_well",
                condition=~Q(state=MailState.SENT),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_personal(self) -> bool:
        """Tell whether it was written to this customer alone, about what she is served with: nothing to unsubscribe from."""
        return self.batch is None and self.purpose == Purpose.SERVICE

    @property
    def can_be_cancelled(self) -> bool:
        """Tell whether it has not gone out yet."""
        return self.state == MailState.WAITING

    @property
    def can_be_sent_again(self) -> bool:
        """Tell whether it did not go out, as far as is known."""
        return self.state in {
            MailState.FAILED,
            MailState.UNCERTAIN,
            MailState.CANCELLED,
            MailState.BOUNCED,
        }
