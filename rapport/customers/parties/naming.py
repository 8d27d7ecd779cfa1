"""How a name is shown, spelled in Latin letters, and sorted. Pure functions."""

from __future__ import annotations

from itertools import groupby

from rapport.core.search.readings import HAN, readings, surname_of
from rapport.core.search.tokens import fold


def display_name(family: str, given: str) -> str:
    """Return 王伟 for Chinese names, Anna Schmidt for others."""
    if HAN.search(family + given):
        return (family + given).strip()
    return f"{given} {family}".strip()


def latin_name(name: str, *, family: str = "") -> str:
    """Return Wang Wei for 王伟, Ouyang Na for 欧阳娜, nothing for a name that is Latin already."""
    if not name or not all(HAN.match(character) for character in name):
        return ""
    read = readings(name, is_name=True)
    if not read or len(read[0]) != len(name):
        return ""
    syllables = [syllable.replace("v", "u") for syllable in read[0]]
    split = len(family) if family and name.startswith(family) else len(surname_of(name))
    words = ["".join(syllables[:split]), "".join(syllables[split:])]
    return " ".join(word.capitalize() for word in words if word)


def person_sort_key(family: str, given: str, latin: str = "") -> str:
    """Return what people are sorted by: pinyin for Chinese, family name first for others."""
    name = display_name(family, given)
    if not HAN.search(name):
        return fold(f"{family} {given}".strip())[:200]
    return fold(latin or latin_name(name, family=family) or spoken(name))[:200]


def sort_key(name: str) -> str:
    """Return what companies are sorted by: the letters of the name, Chinese by its pinyin, so that 王府 stands at W."""
    return fold(spoken(name))[:200]


def spoken(text: str) -> str:
    """Return a text with its Chinese characters spelled in pinyin."""
    parts: list[str] = []
    for is_han, run in groupby(text, key=lambda character: bool(HAN.match(character))):
        word = "".join(run)
        found = readings(word) if is_han else ()
        parts.append(" ".join(found[0]) + " " if found else word)
    return "".join(parts).strip()
