"""Products, over the API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from rapport.catalog.products import actions
from rapport.catalog.products.lists import PRODUCTS
from rapport.catalog.products.models import ProductKind, TaxCategory
from rapport.catalog.products.queries import product
from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import (
    Amount,
    Count,
    Currency,
    Filled60,
    Filled300,
    Id,
    Input,
    Rows,
    Text30,
    Text60,
    Text100,
    Text300,
)
from rapport.core.rest.signin import caller

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

    on: date


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


@router.get("/products", response=Rows[ProductRow], summary="List products")
def list_products(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the catalogue; `f=active_until:empty` what is on sale without an end."""
    return ROWS.page(request, asked)


@router.get("/products/count", response=Count, summary="Count products")
def count_products(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the products that match."""
    return ROWS.count(request, asked)


@router.post("/products", response={201: ProductOut}, openapi_extra=TAGGED, summary="Add a product")
def post_product(request: HttpRequest, payload: ProductIn) -> HttpResponse:
    """Add a product to the catalogue."""
    made = actions.create_product(by=caller(request), at=timezone.now(), **payload.model_dump())
    return _answer(request, made.pk, status=201)


@router.get(
    "/products/{product_id}", response=ProductOut, openapi_extra=TAGGED, summary="Read a product"
)
def get_product(request: HttpRequest, product_id: Id) -> HttpResponse:
    """Read one product."""
    return _answer(request, product_id)


@router.patch(
    "/products/{product_id}", response=ProductOut, openapi_extra=TAGGED, summary="Edit a product"
)
def patch_product(request: HttpRequest, product_id: Id, payload: ProductFields) -> HttpResponse:
    """Change some fields of a product; it is found by its former name too."""
    actions.edit_product(
        product_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(exclude_unset=True),
    )
    return _answer(request, product_id)


@router.post(
    "/products/{product_id}/retire",
    response=ProductOut,
    openapi_extra=TAGGED,
    summary="Take off sale",
)
def post_retire_product(
    request: HttpRequest, product_id: Id, payload: RetirementIn
) -> HttpResponse:
    """Take a product off sale after a day; orders that hold it stay as they are."""
    actions.retire_product(
        product_id,
        by=caller(request),
        at=timezone.now(),
        on=payload.on,
        version=if_match(request),
    )
    return _answer(request, product_id)


@router.post(
    "/products/{product_id}/reinstate",
    response=ProductOut,
    openapi_extra=TAGGED,
    summary="Put on sale again",
)
def post_reinstate_product(request: HttpRequest, product_id: Id) -> HttpResponse:
    """Put a product on sale again."""
    actions.reinstate_product(
        product_id, by=caller(request), at=timezone.now(), version=if_match(request)
    )
    return _answer(request, product_id)


def _answer(request: HttpRequest, product_id: int, *, status: int = 200) -> HttpResponse:
    row = product(caller(request), product_id)
    location = f"/api/v1/products/{row.pk}" if status == 201 else ""
    answer = ProductOut.from_orm(row)
    return tagged(request, answer, row.version, status=status, location=location)
