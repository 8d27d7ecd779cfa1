"""The verbs of a product: it is created, edited, taken off sale and put back on sale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.catalog.products.entries import entries
from rapport.catalog.products.events import (
    ProductCreated,
    ProductEdited,
    ProductReinstated,
    ProductRetired,
)
from rapport.catalog.products.models import Product, ProductAlias, ProductKind, TaxCategory
from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.money.money import CURRENCIES
from rapport.core.search.actions import write_entries
from rapport.core.sentences import NOT_OFFERED

EDITABLE = (
    "sku",
    "name",
    "kind",
    "unit",
    "category",
    "tax_category",
    "currency",
    "cost",
    "list_price",
)


class NoSku(Invalid):
    """Enter the number of the product, its SKU."""


class NoName(Invalid):
    """Enter the name of the product."""


class NoCurrency(Invalid):
    """Use a three-letter currency code such as CNY or EUR."""


NEEDED: dict[str, type[Invalid]] = {"sku": NoSku, "name": NoName, "currency": NoCurrency}


class SkuTaken(Invalid):
    """There is already a product with the number %(sku)s. Open that one, or choose another number."""


class AlreadyRetired(Conflict):
    """This product is already off sale."""


class NotRetired(Conflict):
    """This product is on sale already."""


@action
def create_product(*, by: User, at: datetime, **values: Any) -> Product:
    """Add a product to the catalogue. `values` are those of EDITABLE; sku, name and currency must be there."""
    require(by, "catalog.create_product")
    product = Product(**_checked(Product(), values))
    product.save(force_insert=True)
    write_entries(entries([product.pk]))
    publish(ProductCreated(product_id=product.pk, sku=product.sku), by=by, at=at)
    return product


@action
def edit_product(
    product_id: int, *, by: User, at: datetime, version: int | None = None, **values: Any
) -> Product:
    """Change some of a product's data; the name it had is kept as an alias, so that it is still found by it."""
    product = require_row(by, "catalog.edit_product", Product, product_id, version=version)
    checked = _checked(product, values)
    changed = [name for name, value in checked.items() if getattr(product, name) != value]
    if not changed:
        return product
    if "name" in changed:
        ProductAlias.objects.get_or_create(product=product, text=product.name)
        ProductAlias.objects.filter(product=product, text=checked["name"]).delete()
    for name in changed:
        setattr(product, name, checked[name])
    product.save(update_fields=changed)
    product.refresh_from_db(fields=["version"])
    write_entries(entries([product.pk]))
    publish(ProductEdited(product_id=product.pk, fields=changed), by=by, at=at)
    return product


@action
def retire_product(
    product_id: int, *, by: User, at: datetime, on: date, version: int | None = None
) -> Product:
    """Take a product off sale after a day; orders that hold it stay as they are. Errors: AlreadyRetired."""
    product = require_row(by, "catalog.retire_product", Product, product_id, version=version)
    if product.active_until == on:
        raise AlreadyRetired
    product.active_until = on
    product.save(update_fields=["active_until"])
    publish(ProductRetired(product_id=product.pk, active_until=on.isoformat()), by=by, at=at)
    return product


@action
def reinstate_product(
    product_id: int, *, by: User, at: datetime, version: int | None = None
) -> Product:
    """Put a product on sale again. Errors: NotRetired."""
    product = require_row(by, "catalog.retire_product", Product, product_id, version=version)
    if product.active_until is None:
        raise NotRetired
    product.active_until = None
    product.save(update_fields=["active_until"])
    publish(ProductReinstated(product_id=product.pk), by=by, at=at)
    return product


def _checked(product: Product, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored. Errors: Invalid with a sentence per field, SkuTaken."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        msg = f"A product has no {', '.join(sorted(unknown))}."
        raise TypeError(msg)
    clean = {n: " ".join(v.split()) if isinstance(v, str) else v for n, v in values.items()}
    fields = _wrong(product, clean)
    if fields:
        raise Invalid(fields)
    sku = clean.get("sku", product.sku)
    if Product.objects.filter(~Q(pk=product.pk), sku=sku).exists():
        raise SkuTaken({"sku": SkuTaken(sku=sku).sentence()}, sku=sku)
    return clean


def _wrong(product: Product, clean: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for every value that cannot be kept."""
    wrong: dict[str, str] = {}
    for name, choices in (("kind", ProductKind), ("tax_category", TaxCategory)):
        if name in clean and clean[name] not in choices.values:
            wrong[name] = str(NOT_OFFERED)
    for name in ("cost", "list_price"):
        value = clean.get(name)
        if value is not None and not 0 <= value < 10**15:
            wrong[name] = _("Enter an amount of zero or more.")
    currency = clean.get("currency")
    if currency and currency not in CURRENCIES:
        wrong["currency"] = NoCurrency().sentence()
    for name, error in NEEDED.items():
        if not clean.get(name, getattr(product, name)):
            wrong[name] = error().sentence()
    return wrong | _too_long(clean)


def _too_long(clean: Mapping[str, Any]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, limit in (("sku", 60), ("name", 300), ("unit", 30), ("category", 100)):
        text = clean.get(name) or ""
        if len(text) > limit:
            wrong[name] = _("Use at most %(limit)s characters.") % {"limit": limit}
        elif "\x00" in text:
            wrong[name] = _("This holds a character that cannot be stored.")
    return wrong
