"""What a command needs before it touches records: a running database, and Django on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django
from psycopg.conninfo import conninfo_to_dict

from rapport.config import env
from rapport.config.launcher.external import check_external
from rapport.config.launcher.server import Server, running


@contextmanager
def database() -> Iterator[Server | None]:
    """Have the database up: the one in RAPPORT_DATABASE_URL, else the embedded one, started if it does not run."""
    if env.text("RAPPORT_DATABASE_URL"):
        check_external(env.text("RAPPORT_DATABASE_URL"))
        yield None
    else:
        with running(env.home()) as server:
            yield server


def parameters(server: Server | None) -> dict[str, Any]:
    """Return how libpq reaches the database that is up."""
    if server:
        return server.parameters()
    return dict(conninfo_to_dict(env.text("RAPPORT_DATABASE_URL")))


@contextmanager
def records() -> Iterator[None]:
    """Have the database up and Django ready."""
    with database():
        set_up()
        yield


def set_up() -> None:
    """Make Django ready."""
    env.use_our_settings()
    django.setup()
