"""What customers ordered, rented or subscribed to, line by line, as it stood at the sale."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.catalog.products.models import Product
from rapport.core.access.models import Access, AccessQuerySet, User
from rapport.core.money.fields import AmountField, CurrencyField, RateField
from rapport.core.records import Record
from rapport.customers.accounts.models import Account
from rapport.customers.parties.models import Party


class OrderKind(models.TextChoices):
    """What was agreed: goods change hands, are lent, or come again and again."""

    SALE = "sale", _("Sale")
    RENTAL = "rental", _("Rental")
    SUBSCRIPTION = "subscription", _("Subscription")


class OrderSource(models.TextChoices):
    """Where the order came from."""

    SHOP = "shop", _("Shop")
    WEB = "web", _("Web")
    PHONE = "phone", _("Phone")
    PARTNER = "partner", _("Partner")
    STAFF = "staff", _("Colleague")


class Commercial(models.TextChoices):
    """Whether the order stands."""

    PLACED = "placed", _("Placed")
    CANCELLED = "cancelled", _("Cancelled")


class Fulfilment(models.TextChoices):
    """Where the goods are."""

    OPEN = "open", _("To deliver")
    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Returned")


class Billing(models.TextChoices):
    """How much of it is paid; it follows from `paid_total` and is held to it by a constraint."""

    UNPAID = "unpaid", _("Unpaid")
    PART_PAID = "part_paid", _("Part paid")
    PAID = "paid", _("Paid")


PAID_FOLLOWS = (
    Q(billing=Billing.PAID, paid_total__gte=F("total"))
    | Q(billing=Billing.PART_PAID, paid_total__gt=0, paid_total__lt=F("total"))
    | Q(billing=Billing.UNPAID, paid_total__lte=0, paid_total__lt=F("total"))
)


class OrderQuerySet(AccessQuerySet["Order"]):
    """Orders by where they stand."""

    def standing(self) -> Self:
        """Keep the orders that were not cancelled."""
        return self.filter(commercial=Commercial.PLACED)

    def overdue(self, day: object) -> Self:
        """Keep the rentals that should have been back before the day."""
        return self.standing().filter(kind=OrderKind.RENTAL, returned_at=None, due_back_on__lt=day)


class Order(Record):
    """An order. It may be without a customer (a sale at the till); its owner is then whoever recorded it.

    `owner` repeats the customer's owner, kept equal by a trigger, so that ten million orders are listed by one index.
    `rate` is what one unit of `currency` was worth in the base currency when the order was placed; `base_total` is
    stored with it and never computed again.
    """

    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=OrderKind, default=OrderKind.SALE)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="orders", db_index=False
    )
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=10, choices=OrderSource, default=OrderSource.STAFF)
    external_system = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - unique together
    external_key = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001 - unique together
    ordered_at = models.DateTimeField()
    due_back_on = models.DateField(null=True, blank=True)
    currency = CurrencyField()
    net_total = AmountField(default=0)
    tax_total = AmountField(default=0)
    total = AmountField(default=0)
    paid_total = AmountField(default=0)
    rate = RateField()
    base_total = AmountField(default=0)
    commercial = models.CharField(max_length=10, choices=Commercial, default=Commercial.PLACED)
    fulfilment = models.CharField(max_length=10, choices=Fulfilment, default=Fulfilment.OPEN)
    billing = models.CharField(max_length=10, choices=Billing, default=Billing.PAID)
    delivered_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    objects = OrderQuerySet.as_manager()

    access = Access(view="sales.view_order", owner="owner_id", shared="shared_ids")

    class Meta:
        indexes = [
            models.Index("ordered_at", "id", name="order_by_day"),
            models.Index("owner", "ordered_at", "id", name="order_by_owner"),
            models.Index("party", "ordered_at", "id", name="order_by_party"),
            models.Index(
                "owner",
                name="order_to_deliver",
                condition=Q(commercial="placed", fulfilment="open"),
            ),
            models.Index(
                "due_back_on", name="order_lent", condition=Q(kind="rental", returned_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_system", "external_key"], name="order_external_once"
            ),
            models.CheckConstraint(
                condition=Q(external_system=None, external_key=None)
                | Q(external_system__isnull=False, external_key__isnull=False),
                name="order_external_whole",
            ),
            models.CheckConstraint(
                condition=Q(commercial="cancelled", cancelled_at__isnull=False)
                | Q(commercial="placed", cancelled_at=None),
                name="order_cancelled_when",
            ),
            models.CheckConstraint(
                condition=Q(fulfilment="open", delivered_at=None, returned_at=None)
                | Q(fulfilment="delivered", delivered_at__isnull=False, returned_at=None)
                | Q(fulfilment="returned", returned_at__isnull=False),
                name="order_delivered_when",
            ),
            models.CheckConstraint(condition=PAID_FOLLOWS, name="order_billing_follows_paid"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="order_rate_positive"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the order no longer stands."""
        return self.cancelled_at is not None

    @property
    def is_lent(self) -> bool:
        """Tell whether it is a rental that is still with the customer."""
        return self.kind == OrderKind.RENTAL and not self.is_cancelled and self.returned_at is None

    @staticmethod
    def billing_for(paid: Decimal, total: Decimal) -> Billing:
        """Return the billing status that follows from what is paid."""
        if paid >= total:
            return Billing.PAID
        return Billing.PART_PAID if paid > 0 else Billing.UNPAID

    @staticmethod
    def shared_ids(user: User, right: str) -> list[int]:
        """Return the orders of customers that colleagues share with the user, as far as the right goes with a share."""
        if right != "sales.view_order":
            return []
        parties = Party.shared_ids(user, "customers.view_party")
        return (
            list(Order.objects.filter(party__in=parties).values_list("pk", flat=True))
            if parties
            else []
        )


class LineFigures(models.Model):
    """What a line of an order and of a credit note have in common."""

    position = models.IntegerField()
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit_price = AmountField()
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    net = AmountField()
    tax = AmountField(default=0)
    total = AmountField()
    source_file = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - part of a key
    source_row = models.IntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class OrderLine(LineFigures, Record):
    """So much of a product at a price. `discount` and `tax_rate` are percent; `cost` is the unit's cost at the sale."""

    access = Access(via="order")

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    cost = AmountField(null=True, blank=True)

    objects = AccessQuerySet["OrderLine"].as_manager()

    class Meta:
        ordering = ["order", "position", "id"]
        indexes = [models.Index("order", "position", name="order_line_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "source_file", "source_row"],
                condition=Q(source_row__isnull=False),
                name="order_line_row_once",
            ),
            models.CheckConstraint(condition=~Q(quantity=0), name="order_line_has_quantity"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100), name="order_line_discount"
            ),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax")), name="order_line_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return self.description
