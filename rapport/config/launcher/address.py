"""Where the database is: the embedded one in the data folder, or the one that RAPPORT_DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rapport.config import env
from rapport.config.launcher.places import places_in

SHAPE = "RAPPORT_DATABASE_URL must look like postgresql://user:password@host:5432/name."
POOL = {"min_size": 2, "max_size": 8, "timeout": 10}


def database_settings(home: Path, *, testing: bool) -> dict[str, Any]:
    """Return Django's DATABASES entry. The pool is off in tests: it would hold the test database open."""
    url = env.text("RAPPORT_DATABASE_URL")
    place = from_url(url) if url else embedded(home)
    options = place.pop("OPTIONS", {})
    if not testing:
        options["pool"] = POOL
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        **place,
    }


def from_url(url: str) -> dict[str, Any]:
    """Split postgresql://user:password@host:port/name?option=value."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:  # a port that is none, half an IPv6 address
        raise env.BadSetting(SHAPE) from error
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise env.BadSetting(SHAPE)
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": port,
        "OPTIONS": options,
    }


def embedded(home: Path) -> dict[str, Any]:
    """Return the embedded server's address: a socket only this user can open."""
    return {"NAME": "rapport", "USER": "rapport", "HOST": str(places_in(home).socket), "PORT": ""}
