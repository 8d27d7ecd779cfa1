"""The words that the demo company is made of, read from the tables in `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rapport.config.demo.dice import Ints, Texts
from rapport.config.demo.rows import texts

FOLDER = Path(__file__).parent / "data"


@cache
def read(name: str) -> list[list[str]]:
    """Return the lines of a table in `data/`."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def column(name: str, position: int) -> Texts:
    """Return one column of a table as texts."""
    return texts([row[position] for row in read(name)])


def numbers(name: str, position: int) -> Ints:
    """Return one column of a table as whole numbers."""
    return np.array([int(row[position]) for row in read(name)], dtype=np.int64)


@dataclass(frozen=True)
class Phrase:
    """Something that is said between the company and a customer."""

    line: str
    kind: str
    channel: str
    direction: str
    weight: int
    first_day: int
    last_day: int
    reason: str
    sentiment: str
    subject: str
    body: str


@cache
def phrases(language: str) -> list[Phrase]:
    """Return all phrases in the language in which the demo's colleagues write."""
    found = []
    for row in read("phrases"):
        subject, body = row[9:11] if language == "en" else row[11:13]
        days = [int(number) for number in row[4:7]]
        line, kind, channel, direction = row[:4]
        found.append(
            Phrase(
                line,
                kind,
                channel,
                direction,
                days[0],
                days[1],
                days[2],
                row[7],
                row[8],
                subject,
                body,
            )
        )
    return found
