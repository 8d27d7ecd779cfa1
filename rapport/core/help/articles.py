"""The help: one short text for each topic and language, as Markdown beside the room that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from markdown_it import MarkdownIt
from markupsafe import Markup

from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.pages.calling import url

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "zh-hans")
EXAMPLE = re.compile(r"`[^`]*`")  # what is typed, such as a name, is not what the text is about


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What there is help about. `pages` are the names of pages, or of all pages of a topic (`people`); `near` lie beside it."""

    name: str
    room: str
    pages: Sequence[str] = ()
    near: Sequence[str] = ()

    def path(self, language: str) -> Path:
        """Return where the text stands in a language."""
        return ROOT / self.room / "help" / f"{self.name}.{language}.md"


@dataclass(frozen=True)
class Part:
    """Topics under one title of the help's first page."""

    label: str | Promise
    topics: Sequence[Topic]


@dataclass(frozen=True)
class Article:
    """A text as it is shown; `words` is what it is searched by."""

    name: str
    title: str
    html: Markup
    words: str

    @property
    def address(self) -> str:
        """Return its page."""
        return url("help:open", self.name)


@cache
def topics() -> dict[str, Topic]:
    """Return every topic by name, in the order of the help's first page."""
    parts: list[Part] = listed("help")
    return {one.name: one for part in parts for one in part.topics}


@cache
def _by_page() -> dict[str, str]:
    return {page: one.name for one in topics().values() for page in one.pages}


def topic_of(page: str) -> Topic | None:
    """Return what a page is about: its own topic, else that of all pages beside it (`people:list`, then `people`)."""
    name = _by_page().get(page) or _by_page().get(page.partition(":")[0])
    return topics()[name] if name else None


def article(name: str, language: str) -> Article:
    """Return a text in the reader's language. Errors: Missing."""
    if name not in topics():
        raise Missing
    return _article(name, language if language in LANGUAGES else "en")


def articles(language: str) -> list[Article]:
    """Return every text."""
    return [article(name, language) for name in topics()]


@cache
def _article(name: str, language: str) -> Article:
    text = topics()[name].path(language).read_text("utf-8")
    title, _line, body = text.removeprefix("# ").partition("\n")
    html = MarkdownIt("commonmark", {"html": False}).render(body)
    words = EXAMPLE.sub(" ", text).casefold()
    return Article(name, title.strip(), Markup(html), words)  # noqa: S704 -- our own texts, HTML in them escaped


def find(text: str, language: str) -> list[Article]:
    """Return the texts in which all these words begin words, those first whose title holds them."""
    words = text.casefold().split()
    found = [one for one in articles(language) if words and all(_in(one.words, w) for w in words)]
    return sorted(found, key=lambda one: not all(w in one.title.casefold() for w in words))


def _in(text: str, word: str) -> bool:
    return (
        re.search(rf"\b{re.escape(word)}" if word.isascii() else re.escape(word), text) is not None
    )
