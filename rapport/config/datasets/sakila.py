"""The film rental of Sakila: its files joined to what an import takes. A rental is an order that comes back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]


def people(folder: Path) -> Iterator[Row]:
    """Return the customers with address, city and country."""
    addresses, cities = _by_id(folder, "address"), _by_id(folder, "city")
    countries = _by_id(folder, "country")
    for row in _rows(folder, "customer"):
        address = addresses[row["address_id"]]
        city = cities[address["city_id"]]
        yield {
            "external_id": row["customer_id"],
            "family": row["last_name"].title(),
            "given": row["first_name"].title(),
            "email": row["email"],
            "phone": address["phone"].strip(),
            "street": ", ".join(filter(str.strip, [address["address"], address["address2"]])),
            "postcode": address["postal_code"].strip(),
            "city": city["city"],
            "region": address["district"].strip(),
            "country": countries[city["country_id"]]["country"],
            "lifecycle": "customer" if row["activebool"] == "t" else "former",
        }


def products(folder: Path) -> Iterator[Row]:
    """Return the films, each in its category, at its rate and the cost of replacing it."""
    categories = {row["category_id"]: row["name"] for row in _rows(folder, "category")}
    of_film = {
        row["film_id"]: categories[row["category_id"]] for row in _rows(folder, "film_category")
    }
    for row in _rows(folder, "film"):
        yield {
            "sku": _sku(row["film_id"]),
            "name": row["title"].title(),
            "kind": "rental",
            "category": of_film.get(row["film_id"], ""),
            "list_price": row["rental_rate"],
            "cost": row["replacement_cost"],
        }


def orders(folder: Path) -> Iterator[Row]:
    """Return the rentals. What was paid for one is its price; one that nobody paid costs nothing so far."""
    film_of = {row["inventory_id"]: row["film_id"] for row in _rows(folder, "inventory")}
    films = _by_id(folder, "film")
    paid: dict[str, Decimal] = {}
    for row in _rows(folder, "payment"):
        paid[row["rental_id"]] = paid.get(row["rental_id"], Decimal(0)) + Decimal(row["amount"])
    for row in _rows(folder, "rental"):
        film = films[film_of[row["inventory_id"]]]
        amount = str(paid.get(row["rental_id"], Decimal(0)))
        yield {
            "number": f"SK-{row['rental_id']}",
            "kind": "rental",
            "source": "shop",
            "customer_id": row["customer_id"],
            "ordered_at": row["rental_date"],
            "delivered_at": row["rental_date"],
            "returned_at": row["return_date"],
            "sku": _sku(film["film_id"]),
            "description": film["title"].title(),
            "quantity": "1",
            "unit_price": amount,
            "paid": amount,
        }


def _sku(film_id: str) -> str:
    return f"FILM-{int(film_id):04d}"


def _rows(folder: Path, name: str) -> Iterator[Row]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _by_id(folder: Path, name: str) -> dict[str, Row]:
    return {row[f"{name}_id"]: row for row in _rows(folder, name)}
