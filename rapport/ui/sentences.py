"""Sentences in the reader's language, looked up once: gettext walks through its catalogues for each of hundreds a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup, escape

PLAIN = (int, float)  # may be wanted as %(count)d


def gettext(message: str, /, **values: Any) -> Markup:
    """Return the sentence in the reader's language with the values put in and escaped."""
    language = translation.get_language()
    if not values:
        return _whole(language, message)
    safe = {name: v if type(v) in PLAIN else escape(v) for name, v in values.items()}
    return Markup(_said(language, message) % safe)  # noqa: S704 - our own catalogues, escaped values


def pattern(message: str) -> str:
    """Return the sentence in the reader's language with its %(places)s, to be filled with escaped values row by row."""
    return _said(translation.get_language(), message)


@lru_cache(maxsize=8192)
def _said(_language: str | None, message: str) -> str:
    return translation.gettext(message)


@lru_cache(maxsize=8192)
def _whole(language: str | None, message: str) -> Markup:
    return Markup(_said(language, message) % {})  # noqa: S704 - our own catalogues
