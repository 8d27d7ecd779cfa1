"""What can be sold, rented or delivered, under which number and at which list price."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import Access, AccessQuerySet
from rapport.core.money.fields import AmountField, CurrencyField
from rapport.core.records import Record


class ProductKind(models.TextChoices):
    """What a product is by nature; it decides whether it is shipped, returned or only done."""

    GOOD = "good", _("Good")
    SERVICE = "service", _("Service")
    RENTAL = "rental", _("Rental")
    DIGITAL = "digital", _("Digital")


class TaxCategory(models.TextChoices):
    """Which kind of tax rate applies; the rate itself depends on place and date."""

    STANDARD = "standard", _("Standard rate")
    REDUCED = "reduced", _("Reduced rate")
    ZERO = "zero", _("Zero rate")
    EXEMPT = "exempt", _("Exempt")


class ProductQuerySet(AccessQuerySet["Product"]):
    """Products by whether they are still sold."""

    def sold_on(self, day: date) -> Self:
        """Keep what may be put into an order on that day."""
        return self.filter(Q(active_until=None) | Q(active_until__gte=day))


class Product(Record):
    """Something the company sells; its number is the SKU. Cost and list price are per unit, in one currency."""

    access = Access(view="catalog.view_product", owner="")

    sku = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=ProductKind, default=ProductKind.GOOD)
    unit = models.CharField(max_length=30, blank=True, default="")
    category = models.CharField(max_length=100, blank=True, default="")
    tax_category = models.CharField(
        max_length=10, choices=TaxCategory, default=TaxCategory.STANDARD
    )
    currency = CurrencyField()
    cost = AmountField(null=True, blank=True)
    list_price = AmountField(null=True, blank=True)
    active_until = models.DateField(null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="product_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="product_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(list_price=None) | Q(list_price__gte=0),
                name="product_price_not_negative",
            ),
            models.CheckConstraint(condition=~Q(sku=""), name="product_has_sku"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="product_currency_is_iso"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_sold_on(self, day: date) -> bool:
        """Tell whether it may be put into an order on that day."""
        return self.active_until is None or self.active_until >= day


class ProductAlias(Record):
    """Another description under which a product appeared in files and orders; it is found by it too."""

    access = Access(via="product")

    product = models.ForeignKey(Product, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=300)

    objects = AccessQuerySet["ProductAlias"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "text"], name="product_alias_once")
        ]

    def __str__(self) -> str:
        return self.text
