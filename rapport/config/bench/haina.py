"""The demo company as data for benches: made once per database, kept for the next run."""

from __future__ import annotations

from datetime import date

from django.db import connection

from rapport.config.demo.found import Wanted, found_haina, is_empty
from rapport.config.demo.load import Progress

SEED = 1
UNTIL = date(2026, 9, 17)
PASSWORD = "haina bench password"  # noqa: S105 - of users in a database that holds nothing else
ROOTS = (
    "customers_party",
    "customers_tag",
    "catalog_product",
    "core_searchentry",
    "core_searchstale",
    "core_change",
    "core_event",
)


def ensure(size: int, progress: Progress | None = None) -> None:
    """Make sure that the database holds the demo company of this size."""
    if is_empty():
        found_haina(wanted(size), progress or (lambda _table, _count: None))


def ensure_quickly(size: int) -> None:
    """Make sure of the company without change log and checks, where only reading is measured; a superuser's way."""
    if is_empty():
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                cursor.execute("SET session_replication_role = replica")
        try:
            ensure(size)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET session_replication_role")


def wanted(size: int) -> Wanted:
    """Return which company benches work with."""
    return Wanted(size, SEED, UNTIL, "en", PASSWORD)


def clear() -> None:
    """Remove all customers with everything that refers to them; colleagues stay."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(ROOTS)} CASCADE")
