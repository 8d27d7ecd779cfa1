"""Files beside the database: the folder that an ERP would leave, and the truth about duplicates for tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rapport.config.demo.dice import between, dice
from rapport.config.demo.duplicates import KINDS
from rapport.config.demo.orders import catalogue
from rapport.config.demo.tables_business import skus
from rapport.config.demo.world import World

WAREHOUSES = ["Shanghai", "Haikou", "Shenzhen"]


def write_papers(world: World, folder: Path) -> None:
    """Write costs, stock and the list of duplicates below the data folder."""
    _write(folder / "erp" / "costs.csv", ["sku", "valid_from", "cost", "currency"], _costs(world))
    _write(
        folder / "erp" / "stock.csv",
        ["warehouse", "sku", "on_hand", "reserved", "reorder_at", "as_of"],
        _stock(world),
    )
    twice = world.duplicates
    _write(
        folder / "truth" / "duplicates.csv",
        ["party", "repeats", "kind"],
        zip(
            (twice.copy + 1).tolist(),
            (twice.original + 1).tolist(),
            [KINDS[kind] for kind in twice.kind.tolist()],
            strict=True,
        ),
    )


def _costs(world: World) -> Iterable[tuple[object, ...]]:
    """Return what each product costs us, half-yearly: it was a little dearer every time one looks back."""
    year = world.calendar.until.year
    days = [date(y, month, 1) for y in range(year - 3, year + 1) for month in (1, 7)]
    past = [day for day in days if day <= world.calendar.until]
    for sku, cost in zip(skus(), catalogue().cost.tolist(), strict=True):
        for back, day in enumerate(reversed(past)):
            yield sku, day, f"{cost / 10_000 * 1.012**back:.2f}", "CNY"


def _stock(world: World) -> Iterable[tuple[object, ...]]:
    rng = dice(world.seed, "stock")
    goods = [sku for sku in skus() if sku[:2] in {"NB", "AC", "FM"}]
    for warehouse in WAREHOUSES:
        on_hand = between(rng, 0, 240, len(goods)).tolist()
        reserved = between(rng, 0, 12, len(goods)).tolist()
        for sku, there, kept in zip(goods, on_hand, reserved, strict=True):
            yield warehouse, sku, there, min(there, kept), 20, world.calendar.until


def _write(file: Path, head: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)
