"""Extracts every sentence a user can read and compiles its translation, room by room, without gettext's own tools.

python -m rapport.config.translations            extract into the .po files and compile
python -m rapport.config.translations --check    fail on what is missing, fuzzy or out of date; write nothing
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from inspect import cleandoc
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "sales", "catalog", "touchpoints", "customers", "core", "ui")
LANGUAGE = "zh_Hans"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "pattern": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
OPTIONS = {
    "trimmed": "true",
    "silent": "false",
    "newstyle_gettext": "true",
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
}


def po_file(room: str) -> Path:
    """Return a room's Chinese catalog."""
    return ROOT / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources(room: str) -> Iterator[tuple[str, Path]]:
    """Return each file of a room that may hold sentences, with the method to read it."""
    for path in sorted((ROOT / room).rglob("*")):
        parts = path.relative_to(ROOT).parts
        if {"tests", "migrations", "built", "node_modules"} & set(parts):
            continue
        if path.suffix == ".py":
            yield "python", path
        elif path.suffix in {".html", ".txt"} and "templates" in parts:
            yield "jinja2.ext:babel_extract", path


def extract(room: str) -> Catalog:
    """Return the sentences of a room: gettext calls, and the docstrings of its errors."""
    catalog = Catalog(locale=LANGUAGE, fuzzy=False)
    for method, path in sources(room):
        for _line, message, _comments, context in extract_from_file(
            method, path, keywords=KEYWORDS, options=OPTIONS
        ):
            if message and message != ("", ""):
                catalog.add(message, context=context)
    for sentence in error_sentences(room):
        catalog.add(sentence)
    for method, path in sources(room):
        if method == "python":
            for sentence in sentences_in_strings(path.read_text(encoding="utf-8")):
                catalog.add(sentence)
    return catalog


def sentences_in_strings(code: str) -> Iterator[str]:
    """Return the sentences within f-strings, which Babel sees only from Python 3.12 on."""
    for string in ast.walk(ast.parse(code)):
        if not isinstance(string, ast.JoinedStr):
            continue
        for call in ast.walk(string):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext"}:
                yield from (str(a.value) for a in call.args if isinstance(a, ast.Constant))


def error_sentences(room: str) -> Iterator[str]:
    """Return the docstrings of the room's error classes, which are what the user reads."""
    family = _error_family()
    for method, path in sources(room):
        if method != "python":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name in family:
                yield cleandoc(ast.get_docstring(node) or node.name)


def _error_family() -> set[str]:
    bases: dict[str, set[str]] = {}
    for room in ROOMS:
        for method, path in sources(room):
            if method != "python":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    names = {b.id for b in node.bases if isinstance(b, ast.Name)}
                    bases.setdefault(node.name, set()).update(names)
    family = {"RapportError", "Problem"}
    while more := {name for name, above in bases.items() if above & family} - family:
        family |= more
    return family


def merged(room: str, known: dict[tuple[str, object], Message]) -> Catalog:
    """Return the room's catalog with the translations that exist, its own first, else another room's."""
    new, old = extract(room), read(room)
    for message in new:
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        if before is None or not _is_whole(before):
            before = known.get(_name(message))
        if before is not None and before.string:
            message.string = before.string
            if before.fuzzy:
                message.flags.add("fuzzy")
    return new


def read(room: str) -> Catalog:
    """Return the room's catalog as it is stored."""
    path = po_file(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _name(message: Message) -> tuple[str, object]:
    return (message.context or "", message.id)


def _is_whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings) and not message.fuzzy


def missing(catalog: Catalog) -> list[str]:
    """Return the sentences without a certain translation."""
    return [str(message.id) for message in catalog if message.id and not _is_whole(message)]


def as_po(catalog: Catalog) -> bytes:
    """Return a catalog as text, sorted and without line numbers, so that two branches seldom collide."""
    buffer = BytesIO()
    write_po(buffer, catalog, omit_header=True, no_location=True, sort_output=True, width=0)
    head = 'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    return head.encode() + buffer.getvalue().lstrip()


def compile_all() -> None:
    """Write the .mo file of every room that has a catalog."""
    for room in ROOMS:
        path = po_file(room)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(room))


def main(arguments: list[str]) -> int:
    """Extract and compile, or check."""
    known = {_name(m): m for room in ROOMS for m in read(room) if m.id and _is_whole(m)}
    problems = 0
    for room in ROOMS:
        catalog = merged(room, known)
        text, path = as_po(catalog), po_file(room)
        for sentence in missing(catalog):
            problems += 1
            sys.stdout.write(f"{room}: not translated: {sentence}\n")
        if "--check" in arguments:
            if len(catalog) and (not path.exists() or path.read_bytes() != text):
                problems += 1
                sys.stdout.write(f"{room}: {path.name} is out of date: extract anew\n")
        elif len(catalog):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    if "--check" not in arguments:
        compile_all()
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
