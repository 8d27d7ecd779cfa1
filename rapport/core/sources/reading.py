"""What may be read at all: a folder below the one that the server was given, a database outside its own network."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from rapport.core.errors import Invalid

PATTERN = "*"
MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class NoImportFolder(Invalid):
    """No folder may be read yet. Whoever runs the server names one with RAPPORT_IMPORT_FOLDER."""


class OutsideFolder(Invalid):
    """There is no such folder below the one named with RAPPORT_IMPORT_FOLDER. Enter it without .. and links, such as leads/*.csv."""


class NotADatabase(Invalid):
    """Enter the database's address, such as postgresql://reader:password@erp.example.com/erp, or sqlite:shop.db for a file in the import folder."""


def root() -> Path:
    """Return the folder below which sources may read. Errors: NoImportFolder."""
    if not settings.IMPORT_FOLDER:
        raise NoImportFolder({"place": NoImportFolder().sentence()})
    return Path(settings.IMPORT_FOLDER).resolve()


def check_folder(place: str) -> tuple[Path, str]:
    """Return a folder and the pattern of its files. Errors: NoImportFolder, OutsideFolder."""
    base = root()
    if "\0" in place:
        raise OutsideFolder({"place": OutsideFolder().sentence()})
    folder, _slash, last = place.rpartition("/")
    if "*" not in last and "?" not in last and (base / place).is_dir():
        folder, last = place, PATTERN
    found = (base / folder).resolve()
    if not found.is_relative_to(base) or not found.is_dir():
        raise OutsideFolder({"place": OutsideFolder().sentence()})
    return found, last or PATTERN


def check_file(place: str) -> Path:
    """Return a file below the folder. Errors: NoImportFolder, OutsideFolder."""
    base = root()
    found = (base / place.replace("\0", "")).resolve()
    if not found.is_relative_to(base) or not found.is_file():
        raise OutsideFolder({"secret": OutsideFolder().sentence()})
    return found


def check_database(address: str) -> dict[str, str]:
    """Return how a PostgreSQL database is reached, nothing for a file of SQLite. Errors: NotADatabase, OutsideFolder."""
    refused = NotADatabase({"secret": NotADatabase().sentence()})
    try:
        parts = urlsplit(address.strip())
        port = parts.port or 5432
    except ValueError:
        raise refused from None
    if parts.scheme == "sqlite":
        check_file(parts.path.lstrip("/"))
        return {}
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.hostname or not name:
        raise refused
    mode = parse_qs(parts.query).get("sslmode", ["prefer"])[0]
    if mode not in MODES:
        raise refused
    return {
        "host": parts.hostname,
        "port": str(port),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "dbname": name,
        "sslmode": mode,
    }
