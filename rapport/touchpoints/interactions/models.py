"""Interactions: every contact with a customer, in or out, on any channel."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.records import Record
from rapport.customers.parties.models import Party


class Channel(models.TextChoices):
    """The way we were in touch."""

    PHONE = "phone", _("Call")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    WECHAT = "wechat", _("WeChat")
    CHAT = "chat", _("Chat")
    SMS = "sms", _("Text message")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    LETTER = "letter", _("Letter")
    WEB = "web", pgettext_lazy("channel", "Web")
    PORTAL = "portal", _("Portal")
    ORDER = "order", pgettext_lazy("channel", "Order")


class Direction(models.TextChoices):
    """Who began."""

    IN = "in", _("from the customer")
    OUT = "out", _("from us")


class Reason(models.TextChoices):
    """What a contact was about."""

    INQUIRY = "inquiry", _("Inquiry")
    COMPLAINT = "complaint", _("Complaint")
    PRAISE = "praise", _("Praise")
    ORDER = "order", pgettext_lazy("reason", "Order")
    SUPPORT = "support", _("Support")
    ADVICE = "advice", _("Advice")
    OTHER = "other", pgettext_lazy("reason", "Other")


class Outcome(models.TextChoices):
    """How a contact ended."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    MESSAGE_LEFT = "message_left", _("Left a message")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    POSTPONED = "postponed", _("Postponed")


class Sentiment(models.TextChoices):
    """How the customer felt about it."""

    POSITIVE = "positive", _("Positive")
    NEUTRAL = "neutral", _("Neutral")
    NEGATIVE = "negative", _("Negative")


class InteractionQuerySet(AccessQuerySet["Interaction"]):
    """Interactions, and the filters that pages begin with."""

    def kept(self) -> Self:
        """Leave out what lies in the trash."""
        return self.filter(trashed_at=None)

    def open_complaints(self) -> Self:
        """Keep complaints that nobody has resolved."""
        return self.kept().filter(reason=Reason.COMPLAINT, resolved_at=None)


class Interaction(Record):
    """One contact with a customer: when, on which channel, with whom of us, about what, and what follows."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="interactions", db_index=False)
    staff = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction.choices, default=Direction.OUT
    )
    started_at = models.DateTimeField(_("when"))
    ended_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("what was said"), blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    sentiment = models.CharField(_("mood"), max_length=8, choices=Sentiment.choices, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(_("resolution"), max_length=500, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    access: ClassVar[Access] = Access(via="party")
    objects = InteractionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="interaction_channel"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="interaction_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(reason=Reason.COMPLAINT),
                name="only_complaints_are_resolved",
            ),
        ]
        indexes = [
            # The timeline: a page is one short range of it; filters by channel are read from the index alone.
            models.Index(
                "party",
                F("started_at").desc(),
                F("id").desc(),
                name="interaction_timeline",
                include=["channel", "trashed_at"],
            ),
            models.Index(
                "party",
                name="interaction_complaint",
                condition=Q(reason=Reason.COMPLAINT, resolved_at=None, trashed_at=None),
            ),
            models.Index(
                "trashed_at", name="interaction_trashed", condition=Q(trashed_at__isnull=False)
            ),
            BrinIndex(fields=["started_at"], name="interaction_when"),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_channel_display())

    @property
    def is_open_complaint(self) -> bool:
        """Tell whether the customer still waits for an answer to a complaint."""
        return self.reason == Reason.COMPLAINT and self.resolved_at is None
