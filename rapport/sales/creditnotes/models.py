"""What is owed back to customers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.money.fields import AmountField, CurrencyField, RateField
from rapport.core.records import Record
from rapport.customers.parties.models import Party
from rapport.sales.orders.models import LineFigures, Order, OrderLine


class CreditNote(Record):
    """Money owed back to a customer for an order, or for one that is not known. Its amounts are positive."""

    access = Access(view="sales.view_order", owner="owner_id")

    number = models.CharField(max_length=60, unique=True)
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="credit_notes"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="credit_notes", db_index=False
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    external_system = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - unique together
    external_key = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001 - unique together
    credited_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="")
    currency = CurrencyField()
    net_total = AmountField(default=0)
    tax_total = AmountField(default=0)
    total = AmountField(default=0)
    rate = RateField()
    base_total = AmountField(default=0)

    objects = AccessQuerySet["CreditNote"].as_manager()

    class Meta:
        indexes = [
            models.Index("owner", "credited_at", "id", name="credit_by_owner"),
            models.Index("party", "credited_at", "id", name="credit_by_party"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_system", "external_key"], name="credit_external_once"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="credit_rate_positive"),
        ]

    def __str__(self) -> str:
        return self.number


class CreditNoteLine(LineFigures, Record):
    """So much of a product taken back, at the price it was sold for."""

    access = Access(via="credit_note")

    credit_note = models.ForeignKey(
        CreditNote, models.CASCADE, related_name="lines", db_index=False
    )
    order_line = models.ForeignKey(
        OrderLine, models.PROTECT, null=True, blank=True, related_name="credited"
    )

    objects = AccessQuerySet["CreditNoteLine"].as_manager()

    class Meta:
        ordering = ["credit_note", "position", "id"]
        indexes = [models.Index("credit_note", "position", name="credit_line_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_note", "source_file", "source_row"],
                condition=Q(source_row__isnull=False),
                name="credit_line_row_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="credit_line_has_quantity"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax")), name="credit_line_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return self.description
