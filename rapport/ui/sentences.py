"""Sentences in the reader's language, looked up once: gettext walks through its catalogues for each of hundreds a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup


def gettext(message: str, /, **values: Any) -> Markup:
    """Return the sentence in the reader's language with the values put in and escaped."""
    language = translation.get_language()
    return _said(language, message) % values if values else _whole(language, message)


@lru_cache(maxsize=8192)
def _said(_language: str | None, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 - our own catalogues


@lru_cache(maxsize=8192)
def _whole(language: str | None, message: str) -> Markup:
    return _said(language, message) % {}
