"""What a user typed, as a question to the index (a PostgreSQL tsquery)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapport.core.search.tokens import (
    DIALLED,
    EXACT,
    LONGEST,
    PHONE,
    fold,
    is_model,
    pieces,
    squeezed,
)

WORDS = 8  # of a question; more say nothing


@dataclass(frozen=True)
class Question:
    """What must match, what is the whole name, what is a name's beginning, and what comes nearest to it.

    Of several words (`is_wide`) the nearest is what says them in one piece. It is cheap where `match` is dear: of `li na`
    it asks for lina, instead of intersecting the millions that have a word with li and a word with na. `sure` are those of
    several words that pick out few records whatever the others say: four digits and more, an e-mail address.
    """

    match: str
    exact: str
    begins: str
    near: str
    is_wide: bool
    sure: str = ""


def question(text: str) -> Question | None:
    """Return the question, or None when it is too short to ask: a single Latin letter or digit finds half of all."""
    folded = fold(text).strip()
    whole = squeezed(folded)
    if not whole or (len(whole) == 1 and whole.isascii()):
        return None
    terms = [term for word in folded.split() for term in _terms(word)][:WORDS]
    match = " & ".join(dict.fromkeys(terms))
    if PHONE.fullmatch(folded) and len(whole) > 3:
        match = f"({match}) | {' | '.join(lexeme(n) for n in dict.fromkeys(_dialled(whole)))}"
    whole = whole[: LONGEST - 1]
    begins = lexeme(EXACT + whole)
    exact, is_wide = quoted(EXACT + whole), len(folded.split()) > 1
    if not is_wide:  # two letters begin every number of a series
        near = exact if whole.isascii() and len(whole) < 3 else begins
        return Question(match, exact, begins, near, is_wide)
    words = folded.split()
    sure = [w for w in words if (w.isdigit() and len(w) > 3) or "@" in w.strip("@")]
    if not sure:
        return Question(match, exact, begins, f"{begins} | {lexeme(whole)}", is_wide)
    picked = " & ".join(term for word in sure[:WORDS] for term in _terms(word))
    others = [word for word in words if word not in sure]
    one = squeezed("".join(others))[: LONGEST - 1]
    near = f"{lexeme(one)} & {picked}" if len(others) > 1 else begins  # a short word begins many
    return Question(match, exact, begins, near, is_wide, picked)


def named_so(text: str) -> str:
    """Return the query for what is named by a text to the letter: of one Latin letter no more can be asked."""
    return quoted(EXACT + squeezed(fold(text).strip())[: LONGEST - 1])


def _terms(word: str) -> list[str]:
    if "@" in word.strip("@"):
        return [lexeme(word.strip("@"))]
    if is_model(word):
        whole = squeezed(word)
        return [any_of(lexeme(word), lexeme(whole), lexeme(EXACT + whole))]
    found: list[str] = []
    for piece, is_han in pieces(word):
        if not is_han:
            dialled = [lexeme(DIALLED + piece)] if piece.isdigit() and len(piece) > 3 else []
            found.append(any_of(lexeme(piece), *dialled))
        elif len(piece) == 1:
            found.append(quoted(piece))
        else:
            found += [quoted(piece[i : i + 2]) for i in range(len(piece) - 1)]
    return found


def _dialled(digits: str) -> list[str]:
    """Return a number as dialled, and as it is stored: without the trunk zero, the international 00."""
    numbers = [digits, *([bare] if len(bare := digits.lstrip("0")) > 3 else [])]
    return [DIALLED + number for number in numbers]


def any_of(*terms: str) -> str:
    """Return the query that any of the terms answers."""
    different = list(dict.fromkeys(terms))
    return f"({' | '.join(different)})" if len(different) > 1 else different[0]


def quoted(token: str) -> str:
    """Return the query for a whole token."""
    return "'" + re.sub(r"(['\\])", r"\1\1", token[:LONGEST]) + "'"


def lexeme(token: str) -> str:
    """Return the query for tokens that begin so."""
    return quoted(token) + ":*"
