"""The language of the command: that of the terminal. Works before Django is set up, and without it."""

from __future__ import annotations

import gettext as catalogs
from functools import cache
from pathlib import Path

from rapport.config import env

FOLDER = Path(__file__).with_name("locale")


@cache
def language() -> str:
    """Return Django's name of the terminal's language."""
    return "zh-hans" if env.terminal_language().startswith("zh") else "en"


@cache
def _catalog() -> catalogs.NullTranslations:
    languages = ["zh_Hans"] if language() == "zh-hans" else []
    return catalogs.translation("django", FOLDER, languages, fallback=True)


def gettext(text: str) -> str:
    """Return a sentence in the terminal's language."""
    return _catalog().gettext(text)
