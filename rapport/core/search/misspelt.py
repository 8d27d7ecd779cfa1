"""Names in Latin letters that were mistyped by one letter: left out, doubled, exchanged, or turned with its neighbour.

The variants are made of what was asked, not of what is stored: which of some hundred are words at all is asked in a
millisecond, and only when nothing is spelled as it was typed. The four kinds of error are those of Damerau (1964), who
found four of five misspellings among them.
"""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from rapport.core.search.asking import Question, any_of, lexeme, question
from rapport.core.search.spelling import LATIN, known
from rapport.core.search.tokens import fold

WORDS = 4  # of a question; a longer one is a sentence


def forgiving(text: str) -> Question | None:
    """Return the question that forgives one mistyped letter in each Latin word; None where it would find nothing either. One query."""
    asked, words = question(text), fold(text).split()
    alike = {word: variants(word) for word in words if LATIN.fullmatch(word)}
    if asked is None or not alike or len(words) > WORDS:
        return None
    standing = known({one for found in alike.values() for one in found})
    terms = []
    for word in words:
        if word not in alike:
            other = question(word)
            terms += [f"({other.match})"] if other else []
        elif found := [lexeme(one) for one in alike[word] if one in standing]:
            terms.append(any_of(*found))
        else:
            return None
    return replace(asked, match=" & ".join(dict.fromkeys(terms)))


def variants(word: str) -> list[str]:
    """Return the word and all that one mistyped letter could have made it of."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = [word]
    found += [before + after[1:] for before, after in cuts if after]
    found += [before + after[1] + after[0] + after[2:] for before, after in cuts if after[1:]]
    found += [before + c + after[1:] for before, after in cuts if after for c in ascii_lowercase]
    found += [before + c + after for before, after in cuts for c in ascii_lowercase]
    return list(dict.fromkeys(found))
