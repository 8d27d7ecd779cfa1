"""Every setting that comes from outside. Nothing else in the project reads the environment."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

KNOWN = frozenset(  # .env.example says what each is for
    {
        "RAPPORT_HOME",
        "RAPPORT_ADDRESS",
        "RAPPORT_PORT",
        "RAPPORT_URL",
        "RAPPORT_HOSTS",
        "RAPPORT_TRUSTED_PROXY",
        "RAPPORT_TLS_CERT",
        "RAPPORT_TLS_KEY",
        "RAPPORT_DATABASE_URL",
        "RAPPORT_SECRET_KEY",
        "RAPPORT_BACKUPS",
        "RAPPORT_BACKUP_KEEP",
        "RAPPORT_SMTP_URL",
        "RAPPORT_OIDC_URL",
        "RAPPORT_OIDC_CLIENT_ID",
        "RAPPORT_OIDC_SECRET",
        "RAPPORT_OIDC_NAME",
        "RAPPORT_OIDC_DOMAINS",
        "RAPPORT_OIDC_ROLE",
        "RAPPORT_UPLOAD_MB",
        "RAPPORT_IMPORT_MB",
        "RAPPORT_IMPORT_FOLDER",
        "RAPPORT_API_LIMIT",
        "RAPPORT_WEBHOOK_NETWORKS",
        "RAPPORT_DEMO_PASSWORD",
        "RAPPORT_DATASETS",
        "RAPPORT_DEBUG",
        "RAPPORT_TESTING",
    }
)


class BadSetting(ValueError):
    """A setting in the environment has a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """Return a setting; `NAME_FILE` names a file that holds it instead (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            msg = f"{name}_FILE names {file}, which cannot be read: {error.strerror}."
            raise BadSetting(msg) from error
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    """Return a whole number from the environment, or say which setting is not one."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        msg = f"{name} must be a whole number, not “{value}”."
        raise BadSetting(msg) from error


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no setting: 1, true, yes, on or 0, false, no, off."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    msg = f"{name} must be 1 or 0, not “{value}”."
    raise BadSetting(msg)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma separated list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """Return the data folder: database, files, backups, secret key, logs."""
    chosen = text("RAPPORT_HOME")
    if not chosen and flag(
        "RAPPORT_TESTING", default=False
    ):  # tests leave the user's own data alone
        return Path(tempfile.gettempdir()) / f"rapport-testing-{os.geteuid()}"
    return Path(chosen).expanduser() if chosen else Path.home() / ".local" / "share" / "rapport"


def oidc_apps() -> list[dict[str, Any]]:
    """Return the company's OpenID provider as allauth wants it, or nothing when none is set."""
    url, client = text("RAPPORT_OIDC_URL"), text("RAPPORT_OIDC_CLIENT_ID")
    if not url or not client:
        return []
    name = text("RAPPORT_OIDC_NAME", "OpenID")
    return [
        {
            "provider_id": "company",
            "name": name,
            "client_id": client,
            "secret": text("RAPPORT_OIDC_SECRET"),
            "settings": {"server_url": url},
        }
    ]


def with_value(name: str, value: str) -> dict[str, str]:
    """Return the environment for a child process with one setting changed."""
    return {**os.environ, name: value}


def without_settings() -> dict[str, str]:
    """Return the environment as on a machine where nothing of ours is set."""
    return {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}


def terminal_language() -> str:
    """Return the language of the terminal, such as zh_CN.UTF-8, whether the system has its locale or not."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "")


def use_our_settings() -> None:
    """Tell Django which settings module is ours."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")


def unknown() -> list[str]:
    """Return what looks like a setting of ours in the environment and is none: most often a misspelt one."""
    given = {name.removesuffix("_FILE") for name in os.environ if name.startswith("RAPPORT_")}
    return sorted(given - KNOWN)
