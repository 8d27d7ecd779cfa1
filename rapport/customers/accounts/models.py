"""The account: the terms on which a party buys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.money.fields import AmountField, CurrencyField
from rapport.core.records import Record
from rapport.customers.parties.models import Party


class Tier(models.TextChoices):
    """How we look after the account."""

    STANDARD = "standard", _("Standard")
    SILVER = "silver", _("Silver")
    GOLD = "gold", _("Gold")
    KEY = "key", _("Key account")


class Account(Record):
    """A party that buys, person or organization: number, tier, terms, account manager."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="accounts")
    number = models.CharField(_("number"), max_length=30, unique=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.STANDARD)
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=0)
    credit_limit = AmountField(_("credit limit"), null=True, blank=True)
    currency = CurrencyField(_("currency"), default="CNY")
    manager = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account manager"),
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    access: ClassVar[Access] = Access(via="party")
    objects: ClassVar[AccessQuerySet[Account]] = AccessQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.number
