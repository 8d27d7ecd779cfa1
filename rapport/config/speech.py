"""The language of the command: that of the terminal. Works before Django is set up, and without it."""

from __future__ import annotations

import gettext as catalogs
import locale
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("locale")


@cache
def _catalog() -> catalogs.NullTranslations:
    try:
        locale.setlocale(locale.LC_MESSAGES, "")
        spoken = locale.getlocale(locale.LC_MESSAGES)[0] or ""
    except (locale.Error, ValueError):
        spoken = ""
    languages = ["zh_Hans"] if spoken.startswith("zh") else []
    return catalogs.translation("django", FOLDER, languages, fallback=True)


def gettext(text: str) -> str:
    """Return a sentence in the terminal's language."""
    return _catalog().gettext(text)
