"""Which part of a name answers the question, so that the reader sees why it was found."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from rapport.core.search.readings import HAN, sounds
from rapport.core.search.tokens import fold


def marked(text: str, asked: str) -> Markup:
    """Return the text with the answering parts in <mark>: characters, beginnings of words, or characters by pinyin."""
    folded = fold(text)
    if len(folded) != len(text):  # ß, ligatures: places no longer agree
        return escape(text)
    shown = [False] * len(text)
    for word in fold(asked).split():
        for begin, end in _places(folded, word):
            shown[begin:end] = [True] * (end - begin)
    return _with_marks(text, shown)


def _places(folded: str, word: str) -> list[tuple[int, int]]:
    if HAN.search(word):
        found = [m.span() for m in re.finditer(re.escape(word), folded)]
    else:
        found = [m.span() for m in re.finditer(r"(?<![^\W_])" + re.escape(word), folded)]
    if found or not word.isascii():
        return found
    for begin in range(len(folded)):
        end = _spoken(folded, begin, word)
        if end:
            return [(begin, end)]
    return []


def _spoken(folded: str, begin: int, word: str) -> int:
    """Return where the characters end that the word spells from here on, by pinyin or by initials; 0 if it does not."""
    for initials in (False, True):
        left, place = word, begin
        while left and place < len(folded) and HAN.match(folded[place]):
            taken = _taken(left, folded[place], initials=initials)
            if not taken:
                break
            left, place = left[taken:], place + 1
        if not left:
            return place
    return 0


def _taken(left: str, character: str, *, initials: bool) -> int:
    for sound in sounds(character):
        if initials and left[0] == sound[0]:
            return 1
        if not initials and left.startswith(sound):
            return len(sound)
        if not initials and sound.startswith(left):
            return len(left)
    return 0


def _with_marks(text: str, shown: list[bool]) -> Markup:
    parts: list[Markup] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or shown[place] != shown[begin]:
            part = escape(text[begin:place])
            parts.append(Markup("<mark>{}</mark>").format(part) if shown[begin] else part)
            begin = place
    return Markup("").join(parts)
