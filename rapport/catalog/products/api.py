"""Products, over the API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.catalog.products import actions
from rapport.catalog.products.lists import PRODUCTS
from rapport.catalog.products.models import Product, ProductKind, TaxCategory
from rapport.catalog.products.queries import product
from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import (
    Amount,
    Currency,
    Day,
    Filled60,
    Filled300,
    Id,
    Input,
    Text30,
    Text60,
    Text100,
    Text300,
)

router = Router(tags=["products"])


class ProductFields(Input):
    """What can be edited of a product; fields left out stay as they are."""

    sku: Text60 = ""
    name: Text300 = ""
    kind: ProductKind = ProductKind.GOOD
    unit: Text30 = ""
    category: Text100 = ""
    tax_category: TaxCategory = TaxCategory.STANDARD
    currency: Currency = ""
    cost: Amount | None = None
    list_price: Amount | None = None


class ProductIn(ProductFields):
    """A product to add; cost and list price are per unit, in its currency."""

    sku: Filled60
    name: Filled300
    currency: Currency


class RetirementIn(Input):
    """The last day on which a product is sold."""

    on: Day


class ProductRow(Schema):
    """A product in a list."""

    id: int
    sku: str
    name: str
    kind: str
    unit: str
    category: str
    tax_category: str
    currency: str
    cost: Decimal | None
    list_price: Decimal | None
    active_until: date | None
    version: int


class ProductOut(ProductRow):
    """A product."""

    created_at: datetime


ROWS = Listing(PRODUCTS, ProductRow, paths={"id": "pk"})


PRODUCT = Resource(router, "/products/{product_id}", ProductOut, product)

ROWS.serve(
    router,
    "/products",
    "products",
    "List the catalogue; `f=active_until:empty` what is on sale without an end.",
)


@PRODUCT.post("/products", "Add a product")
def post_product(request: HttpRequest, payload: ProductIn) -> Product:
    """Add a product to the catalogue."""
    return actions.create_product(by=caller(request), at=timezone.now(), **payload.model_dump())


@PRODUCT.get("Read a product")
def get_product(request: HttpRequest, product_id: Id) -> None:
    """Read one product."""


@PRODUCT.patch("Edit a product")
def patch_product(request: HttpRequest, product_id: Id, payload: ProductFields) -> None:
    """Change some fields of a product; it is found by its former name too."""
    actions.edit_product(
        product_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(exclude_unset=True),
    )


@PRODUCT.verb("retire", "Take off sale")
def post_retire_product(request: HttpRequest, product_id: Id, payload: RetirementIn) -> None:
    """Take a product off sale after a day; orders that hold it stay as they are."""
    actions.retire_product(
        product_id,
        by=caller(request),
        at=timezone.now(),
        on=payload.on,
        version=if_match(request),
    )


@PRODUCT.verb("reinstate", "Put on sale again")
def post_reinstate_product(request: HttpRequest, product_id: Id) -> None:
    """Put a product on sale again."""
    actions.reinstate_product(
        product_id, by=caller(request), at=timezone.now(), version=if_match(request)
    )
