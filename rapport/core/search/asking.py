"""What a user typed, as a question to the index (a PostgreSQL tsquery)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapport.core.search.tokens import EXACT, LONGEST, PHONE, fold, pieces, squeezed

WORDS = 8  # of a question; more say nothing


@dataclass(frozen=True)
class Question:
    """What must match, what is the whole name, and what is a name's beginning."""

    match: str
    exact: str
    begins: str


def question(text: str) -> Question | None:
    """Return the question, or None when it is too short to ask: a single Latin letter or digit finds half of all."""
    folded = fold(text).strip()
    whole = squeezed(folded)
    if not whole or (len(whole) == 1 and whole.isascii()):
        return None
    terms = [term for word in folded.split() for term in _terms(word)][:WORDS]
    match = " & ".join(dict.fromkeys(terms))
    if PHONE.fullmatch(folded) and len(whole) > 3:
        match = f"({match}) | {' | '.join(_lexeme(n) for n in dict.fromkeys(_dialled(whole)))}"
    whole = whole[: LONGEST - 1]
    return Question(match, _quoted(EXACT + whole), _lexeme(EXACT + whole))


def _terms(word: str) -> list[str]:
    if "@" in word.strip("@"):
        return [_lexeme(word.strip("@"))]
    found: list[str] = []
    for piece, is_han in pieces(word):
        if not is_han:
            found.append(_lexeme(piece))
        elif len(piece) == 1:
            found.append(_quoted(piece))
        else:
            found += [_quoted(piece[i : i + 2]) for i in range(len(piece) - 1)]
    return found


def _dialled(digits: str) -> list[str]:
    """Return a number as dialled, and as it is stored: without the trunk zero, the international 00."""
    return [digits, *([bare] if len(bare := digits.lstrip("0")) > 3 else [])]


def _quoted(token: str) -> str:
    return "'" + re.sub(r"(['\\])", r"\1\1", token[:LONGEST]) + "'"


def _lexeme(token: str) -> str:
    return _quoted(token) + ":*"
