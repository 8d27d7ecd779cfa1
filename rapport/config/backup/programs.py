"""Running PostgreSQL's own tools against the database in use."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from rapport.config.launcher.programs import embedded_folder

LIBPQ = {
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
}
MAINTENANCE = ("postgres", "template1")  # databases to connect to while ours is swapped


@dataclass(frozen=True)
class Target:
    """A database, as libpq reaches it."""

    parameters: dict[str, Any]

    @classmethod
    def of(cls, parameters: dict[str, Any]) -> Target:
        """Return the target from connection parameters of any origin."""
        return cls({name: value for name, value in parameters.items() if name in LIBPQ and value})

    @property
    def name(self) -> str:
        """Return the database's name."""
        return str(self.parameters["dbname"])

    def named(self, name: str) -> Target:
        """Return another database on the same server."""
        return Target({**self.parameters, "dbname": name})

    def connect(self) -> psycopg.Connection[Any]:
        """Connect for statements that stand outside transactions."""
        return psycopg.connect(**self.parameters, autocommit=True)

    def connect_beside(self) -> psycopg.Connection[Any]:
        """Connect to the server, but not to this database."""
        problem: psycopg.Error | None = None
        for name in MAINTENANCE:
            try:
                return self.named(name).connect()
            except psycopg.Error as error:
                problem = error
        raise problem or psycopg.OperationalError

    def command(self, program: str, *arguments: str) -> list[str]:
        """Return a tool's command line on this database; the password travels by the environment."""
        shown = {name: value for name, value in self.parameters.items() if name != "password"}
        return [tool(program), f"--dbname={make_conninfo(**shown)}", *arguments]

    def environment(self) -> dict[str, str]:
        """Return the environment for a tool."""
        password = str(self.parameters.get("password", ""))
        found = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        return {**found, "PGPASSWORD": password} if password else found


def tool(program: str) -> str:
    """Return the path of one of PostgreSQL's tools."""
    return str(embedded_folder() / program)


def contents(dump: Path) -> str:
    """Return a dump's table of contents; raises CalledProcessError when it is no whole dump."""
    answer = subprocess.run(
        [tool("pg_restore"), "--list", str(dump)], capture_output=True, check=True, text=True
    )
    return answer.stdout


def last_line(output: str | bytes | None) -> str:
    """Return the last thing a tool said."""
    text = output.decode(errors="replace") if isinstance(output, bytes) else output or ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "?"
