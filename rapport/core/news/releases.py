"""What is new in each version: one text for each version and language, as Markdown in `config/releases`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parents[2] / "config" / "releases"
LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True)
class Release:
    """A version: its number, the day it came out, and what it brings."""

    version: str
    on: date
    html: Markup


@cache
def releases(language: str) -> list[Release]:
    """Return every version in the reader's language, the newest first."""
    language = language if language in LANGUAGES else "en"
    found = [_read(path, language) for path in FOLDER.glob(f"*.{language}.md")]
    return sorted(found, key=lambda one: tuple(map(int, one.version.split("."))), reverse=True)


def _read(path: Path, language: str) -> Release:
    version = path.name.removesuffix(f".{language}.md")
    day, _line, text = path.read_text("utf-8").partition("\n")
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    return Release(version, date.fromisoformat(day.strip()), Markup(html))  # noqa: S704 -- our own texts, HTML in them escaped
