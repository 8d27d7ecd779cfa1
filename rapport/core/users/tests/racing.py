"""Two write at the same moment: the second begins while the first is not yet confirmed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

WAITING = """SELECT count(*) FROM pg_locks w WHERE NOT w.granted AND EXISTS (
 SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
 WHERE l.pid = w.pid AND d.datname = current_database())"""


def race(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Confirm the first once the second waits for it; raises what the second met."""

    def late() -> None:
        try:
            second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            waits = threads.submit(late)
            with connection.cursor() as cursor:
                waiting = 0
                while not waiting and not waits.done():
                    cursor.execute(WAITING)
                    (waiting,) = cursor.fetchone()
        waits.result(timeout=60)
