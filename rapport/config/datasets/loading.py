"""Bringing a data set in through the same import that files go through: joined, drafted, started, driven to its end."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from rapport.config.datasets import online_retail, sakila
from rapport.core.access.models import User
from rapport.core.imports.actions import map_import, start_import
from rapport.core.imports.driving import drive
from rapport.core.imports.intake import take_in
from rapport.core.imports.models import ImportRun

Row = dict[str, str]
Step = tuple[str, str, Callable[[Path], Iterator[Row]], dict[str, str]]

SAKILA = {"system": "sakila", "currency": "USD", "bad_contacts": "keep"}
RETAIL = {"system": "online_retail", "currency": "GBP", "credit_prefix": "C", "settled": "yes"}
SETS: dict[str, tuple[str, list[Step]]] = {
    "sakila": (
        "sakila",
        [
            ("people", "sakila-customers.csv", sakila.people, SAKILA),
            ("products", "sakila-films.csv", sakila.products, SAKILA),
            ("orders", "sakila-rentals.csv", sakila.orders, SAKILA),
        ],
    ),
    "online_retail": (
        "online_retail.csv.gz",
        [
            ("organizations", "online_retail-customers.csv", online_retail.organizations, RETAIL),
            ("orders", "online_retail.csv", online_retail.orders, RETAIL),
        ],
    ),
}


def load(
    name: str, folder: Path, *, by: User, clock: Callable[[], datetime], rate: str = "1"
) -> list[ImportRun]:
    """Import a data set; `rate` is what one unit of its currency is worth in the company's own."""
    place, steps = SETS[name]
    runs = []
    for kind, file, read, options in steps:
        with TemporaryFile() as target:
            _write(target, read(folder / place))
            target.seek(0)
            run = take_in(target, file, kind=kind, by=by, at=clock())
        mapping = {column: index for index, column in enumerate(run.columns)}
        map_import(
            run.pk,
            by=by,
            at=clock(),
            mapping=mapping,
            options={**options, "rate": rate},
            match="skip",
        )
        start_import(run.pk, by=by, at=clock())
        drive(run.pk, by=by, clock=clock)
        run.refresh_from_db()
        runs.append(run)
    return runs


def _write(target: Any, rows: Iterable[Row]) -> None:
    text = TextIOWrapper(target, "utf-8", newline="", write_through=True)
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(text, list(row))
            writer.writeheader()
        writer.writerow(row)
    text.detach()
