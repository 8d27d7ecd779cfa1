"""Whether database and static files are known to be up to date, which saves seconds of each further start."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import psycopg

STATE = """select (select oid from pg_database where datname = current_database())::text || ' ' ||
 (select count(*) || ' ' || coalesce(max(id), 0) from django_migrations)"""
ENDINGS = {".py", ".css", ".js", ".svg", ".woff2", ".po", ".mo"}


class Prepared:
    """A note in the data folder: this program, as its files are now, has prepared this database."""

    def __init__(
        self, home: Path, program: Path, parameters: dict[str, Any], steps: list[list[str]]
    ) -> None:
        self._note = home / "prepared"
        self._static = home / "static"
        self._program = program
        self._parameters = parameters
        self._steps = steps

    def is_current(self) -> bool:
        """Return whether nothing changed since the note was written."""
        try:
            written = self._note.read_text(encoding="ascii")
        except OSError:
            return False
        return self._static.is_dir() and written == self._state()

    def write(self) -> None:
        """Note that all is prepared as of now."""
        draft = self._note.with_name("prepared.new")
        draft.write_text(self._state(), encoding="ascii")
        draft.rename(self._note)

    def _state(self) -> str:
        digest = hashlib.sha256(f"{self._steps} {self._database()}".encode())
        for path in sorted(self._program.rglob("*")):
            if path.suffix in ENDINGS and "__pycache__" not in path.parts:
                found = path.stat()
                digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def _database(self) -> str:
        try:
            with psycopg.connect(**self._parameters) as connection:
                row = connection.execute(STATE).fetchone()
        except psycopg.Error:  # no migration yet
            return ""
        return str(row[0]) if row else ""
