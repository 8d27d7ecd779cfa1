"""Taking a name in one piece apart, Chinese or Western. Pure functions."""

from __future__ import annotations

import re

from rapport.core.search.readings import HAN, surname_of

CHINESE = {
    "先生": "mr",
    "女士": "ms",
    "小姐": "ms",
    "太太": "mrs",
    "博士": "dr",
    "教授": "prof",
    "老师": "teacher",
}
WESTERN = {
    "mr": "mr",
    "herr": "mr",
    "ms": "ms",
    "miss": "ms",
    "mrs": "mrs",
    "frau": "ms",
    "dr": "dr",
    "prof": "prof",
    "professor": "prof",
}
PARTICLES = {
    "van",
    "von",
    "de",
    "der",
    "den",
    "del",
    "della",
    "di",
    "da",
    "dos",
    "la",
    "le",
    "ten",
    "ter",
    "zu",
    "bin",
    "al",
}
SPACED = re.compile(r"[\s·•]+")


def split_name(name: str, order: str = "auto") -> tuple[str, str, str]:
    """Return family name, given name and form of address of a name in one piece.

    王伟 → 王, 伟; 欧阳娜娜女士 → 欧阳, 娜娜, ms; Dr. Anna van der Berg → van der Berg, Anna, dr; Smith, John → Smith, John.
    `order` is auto, given_first or family_first for names with spaces.
    """
    if HAN.search(name):
        return _chinese(name.strip())
    words = [word for word in SPACED.split(name) if word]
    honorific = ""
    while len(words) > 1 and words[0].rstrip(".,").casefold() in WESTERN:
        honorific = WESTERN[words.pop(0).rstrip(".,").casefold()]
    rest = " ".join(words)
    if "," in rest:
        family, _comma, given = rest.partition(",")
        return family.strip(), given.strip(), honorific
    if len(words) == 1:
        return words[0], "", honorific
    if order == "family_first":
        return words[0], " ".join(words[1:]), honorific
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    return " ".join(words[at:]), " ".join(words[:at]), honorific


def _chinese(name: str) -> tuple[str, str, str]:
    honorific = ""
    for word, meaning in CHINESE.items():
        if name.endswith(word) and len(name) > len(word):
            name, honorific = name[: -len(word)].strip(), meaning
            break
    parts = [part for part in SPACED.split(name) if part]
    if len(parts) == 2 and "·" not in name and "•" not in name:
        return parts[0], parts[1], honorific
    if len(parts) > 1:  # a foreign name in Chinese letters: 安娜·施密特
        return parts[-1], "·".join(parts[:-1]), honorific
    family = surname_of(name)
    return family, name[len(family) :], honorific
