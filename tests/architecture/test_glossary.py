"""Each word of the field has both languages and one place."""

from __future__ import annotations

import re

from tests.architecture.source import PACKAGE, ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| word |")
]


def test_every_word_has_both_languages_and_a_meaning() -> None:
    assert len(ROWS) > 50
    bad = [
        row
        for row in ROWS
        if len(row) != 5 or not all(row[:4]) or not re.search("[\u4e00-\u9fff]", row[1])
    ]
    assert bad == []


def test_the_words_stand_in_order_and_once() -> None:
    words = [row[0].lower() for row in ROWS]
    assert words == sorted(set(words))


def test_every_place_exists() -> None:
    gone = []
    for row in ROWS:
        for place in re.findall(r"`([a-z_]+)\.([a-z_]+)`", row[3]):
            folder = PACKAGE / place[0] / place[1]
            if place[1] != "py" and not folder.is_dir() and not folder.with_suffix(".py").is_file():
                gone.append(row[:1] + row[3:4])
    assert gone == []
