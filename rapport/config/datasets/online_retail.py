"""The invoice lines of a gift shop (UCI Online Retail): customers known by number only, sales at the till, cancellations."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]
GOODS = re.compile(r"\d{5}|DCGS", re.IGNORECASE)
VOUCHER = re.compile(r"gift_", re.IGNORECASE)


def organizations(path: Path) -> Iterator[Row]:
    """Return the customers, each once, named by their number, in the country of their last invoice."""
    found: dict[str, str] = {}
    for row in _rows(path):
        if row["CustomerID"]:
            found[customer(row["CustomerID"])] = row["Country"]
    for number, country in sorted(found.items()):
        yield {
            "external_id": number,
            "legal_name": f"Customer {number}",
            "region": country,
            "lifecycle": "customer",
        }


def orders(path: Path) -> Iterator[Row]:
    """Return every line in the file's order; postage, charges and adjustments are services."""
    for row in _rows(path):
        yield {
            "number": row["InvoiceNo"],
            "ordered_at": row["InvoiceDate"],
            "customer_id": customer(row["CustomerID"]),
            "sku": row["StockCode"],
            "description": row["Description"],
            "quantity": row["Quantity"],
            "unit_price": row["UnitPrice"],
            "product_kind": product_kind(row["StockCode"]),
            "source": "shop",
        }


def customer(number: str) -> str:
    """Return 17850 for 17850.0."""
    return number.removesuffix(".0")


def product_kind(code: str) -> str:
    """Tell goods from vouchers and services by the code."""
    if VOUCHER.match(code):
        return "digital"
    return "good" if GOODS.match(code) else "service"


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
