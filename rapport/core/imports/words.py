"""What the words of a file mean where a field takes only certain ones: said once for each word, beside the mapping."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import Converter, Field
from rapport.core.imports.kinds import ImportKind

OPTION = "words"  # of a run's options: field → word → value
LOOKED_AT = 2_000  # rows
MOST = 20  # words of a field
LEFT_OUT = "-"


def plain(word: str) -> str:
    """Return a word as it is compared."""
    return word.strip().casefold()


def name_of(field: str, word: str) -> str:
    """Return the name under which a form asks what a word means."""
    return f"word_{field}_{zlib.crc32(plain(word).encode()):x}"


def unknown(
    kind: ImportKind, mapping: Mapping[str, int], reading: Reading, rows: Iterable[list[str]]
) -> dict[str, list[str]]:
    """Return the words of the first rows that their fields do not know: field → words, each once."""
    fields = [
        (one, mapping[one.name]) for one in kind.fields if one.choices and one.name in mapping
    ]
    found: dict[str, dict[str, str]] = {one.name: {} for one, _index in fields}
    for row in rows if fields else []:
        for one, index in fields:
            cell = row[index].strip() if index < len(row) else ""
            words = found[one.name]
            is_new = cell and plain(cell) not in words and len(words) < MOST
            if is_new and not _is_known(one, cell, reading):
                words[plain(cell)] = cell[:100]
    return {name: list(words.values()) for name, words in found.items() if words}


def _is_known(field: Field, cell: str, reading: Reading) -> bool:
    try:
        field.convert(cell, reading)
    except RowError:
        return False
    return True


def understood(field: Field, options: Mapping[str, Any]) -> Converter:
    """Return the field's converter, which also knows the words whose meaning was said."""
    said = (options.get(OPTION) or {}).get(field.name)
    if not said or not field.choices:
        return field.convert

    def convert(cell: str, reading: Reading) -> Any:
        meant = said.get(plain(cell), cell)
        return None if meant == LEFT_OUT else field.convert(meant, reading)

    return convert
