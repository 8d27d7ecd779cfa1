"""How a party is reached: telephone, e-mail, WeChat, address, web."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.constraints import OnlyOne
from rapport.core.records import Record
from rapport.customers.parties.models import Party


class Channel(models.TextChoices):
    """The way a contact point leads."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WECHAT = "wechat", _("WeChat")
    ADDRESS = "address", _("Address")
    WEB = "web", _("Website")


class Label(models.TextChoices):
    """What a contact point is used for."""

    WORK = "work", _("Work")
    HOME = "home", pgettext_lazy("address", "Home")
    MOBILE = "mobile", _("Mobile")
    BILLING = "billing", _("Billing")
    DELIVERY = "delivery", _("Delivery")
    OTHER = "other", _("Other")


class ContactPointQuerySet(AccessQuerySet["ContactPoint"]):
    """Contact points, and the ones still in use."""

    def kept(self) -> Self:
        """Leave out removed ones; they stay as evidence for the consent ledger."""
        return self.filter(removed_at=None)


class ContactPoint(Record):
    """One number or address of a party: as it was typed, and normalised for finding it again.

    `verified_at`: somebody made sure that it leads there. `bounced_at`: it leads nowhere, and is not offered.
    Phones are E.164 with the extension apart, e-mails lower-cased with an IDNA domain.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="contact_points")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    raw = models.CharField(max_length=500)
    normalized = models.CharField(max_length=500)
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    label = models.CharField(_("label"), max_length=10, choices=Label.choices, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_primary = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    removed_at = models.DateTimeField(null=True, blank=True)

    access: ClassVar[Access] = Access(via="party")
    objects = ContactPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="contact_channel"),
            OnlyOne(
                fields=["party", "channel"],
                name="contact_one_primary",
                condition=Q(is_primary=True, removed_at=None),
            ),
            models.UniqueConstraint(
                fields=["party", "channel", "normalized", "extension"],
                name="contact_once",
                condition=Q(removed_at=None),
            ),
        ]
        indexes = [
            models.Index(
                "normalized", "channel", name="contact_by_value", condition=Q(removed_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.raw
