"""Each bench has a database of its own, `rapport_bench_<size>`, which is kept for the next run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from rapport.config import env
from rapport.config.launcher.server import running


@contextmanager
def database_url(size: int) -> Iterator[str]:
    """Make sure of the database for this size and return its address; the embedded server runs meanwhile."""
    name = f"rapport_bench_{size}"
    given = env.text("RAPPORT_DATABASE_URL")
    if given:
        yield _made(given, name)
        return
    with running(env.home()) as server:
        socket = quote(str(server.places.socket), safe="")
        yield _made(f"postgresql://rapport@/rapport?host={socket}", name)


def _made(url: str, name: str) -> str:
    """Create the database unless it is there; return the address with its name."""
    parts = urlsplit(url)
    server = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
            )
    return urlunsplit(parts._replace(path=f"/{name}"))
