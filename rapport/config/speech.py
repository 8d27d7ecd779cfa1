"""The language of the command: that of the terminal. Works before Django is set up, and without it."""

from __future__ import annotations

import gettext as catalogs
import locale
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("locale")


@cache
def language() -> str:
    """Return Django's name of the terminal's language."""
    try:
        locale.setlocale(locale.LC_MESSAGES, "")
        spoken = locale.getlocale(locale.LC_MESSAGES)[0] or ""
    except (locale.Error, ValueError):
        spoken = ""
    return "zh-hans" if spoken.startswith(("zh", "Chinese")) else "en"


@cache
def _catalog() -> catalogs.NullTranslations:
    languages = ["zh_Hans"] if language() == "zh-hans" else []
    return catalogs.translation("django", FOLDER, languages, fallback=True)


def gettext(text: str) -> str:
    """Return a sentence in the terminal's language."""
    return _catalog().gettext(text)
