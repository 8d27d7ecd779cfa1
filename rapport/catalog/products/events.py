"""What products tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductCreated(Event, subject="product_id"):
    """A product entered the catalogue."""

    product_id: int
    sku: str


@dataclass(frozen=True, kw_only=True)
class ProductEdited(Event, subject="product_id"):
    """A product's data changed."""

    product_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ProductRetired(Event, subject="product_id"):
    """A product is no longer sold after a day."""

    product_id: int
    active_until: str


@dataclass(frozen=True, kw_only=True)
class ProductReinstated(Event, subject="product_id"):
    """A retired product is sold again."""

    product_id: int
