"""What a command needs before it touches records: a running database, and Django on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.db import ProgrammingError
from django.utils import translation
from psycopg.conninfo import conninfo_to_dict

from rapport.config import env
from rapport.config.launcher.external import check_external
from rapport.config.launcher.server import Server, running
from rapport.config.problem import Problem
from rapport.config.speech import language


class NotThisVersion(Problem):
    """The database is not prepared for this version of Rapport. Run “rapport up” once, or “rapport init” for a new company."""


class Refused(Problem):
    """%(sentence)s"""


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
    """Have the database up and Django ready; what an action refuses becomes the operator's sentence."""
    with database():
        set_up()
        from rapport.core.errors import Invalid, RapportError

        try:
            yield
        except Invalid as error:
            raise Refused(sentence=" ".join(error.fields.values()) or error.sentence()) from error
        except RapportError as error:
            raise Refused(sentence=error.sentence()) from error
        except ProgrammingError as error:
            from rapport.config.backup.migration import pending

            if pending():
                raise NotThisVersion from error
            raise


def set_up() -> None:
    """Make Django ready."""
    env.use_our_settings()
    django.setup()
    translation.activate(language())
