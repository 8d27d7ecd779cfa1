"""What a record is found by. Pure functions: text in, tokens out; the same folding serves the index and the question.

A record is found by Chinese characters (one, or any two in a row), by pinyin from any character on, by initials, also
with the honorific (王先生: wxs), by Latin words without accents, by parts of an e-mail address, by any four digits in a
row of a phone number, and by the parts of an order or article number. A token that begins with = is a whole name and
ranks its record first; one that begins with + is an ending of a phone number, asked only from four digits on, so that
two digits do not look through the numbers of all customers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapport.core.search.readings import HAN, readings, surname_of

LONGEST = 48  # letters of a token; the rest of a longer word finds nothing more
MOST = 400  # tokens of one record
TEXT = 400  # letters of a text that are looked at
EXACT = "="
DIALLED = "+"
SERIES = re.compile(r"[a-z]{1,4}[-_/. ]?\d+")

UNFOLDED = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ħ": "h",
    }
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
GRAM = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
PHONE = re.compile(r"[\d\s+()./\-–]+")
HONORIFICS = {
    "mr": ("先生", "xiansheng", "xs"),
    "ms": ("女士", "nvshi", "ns"),
    "miss": ("小姐", "xiaojie", "xj"),
    "mrs": ("太太", "taitai", "tt"),
    "dr": ("博士", "boshi", "bs"),
    "prof": ("教授", "jiaoshou", "js"),
    "teacher": ("老师", "laoshi", "ls"),
    "manager": ("经理", "jingli", "jl"),
}
HONORIFICS |= {chinese: (chinese, sound, first) for chinese, sound, first in HONORIFICS.values()}


def fold(text: str) -> str:
    """Return a text as it is compared: no case, accents, width or control characters."""
    text = unicodedata.normalize("NFKC", text[:TEXT]).casefold().translate(UNFOLDED)
    text = (
        text.replace("\0", "").encode("utf-8", "ignore").decode()
    )  # neither NUL nor half characters
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Return the runs of a folded text, each with whether it is written in characters (Chinese, kana, Hangul)."""
    for word in re.findall(r"\w+", text.replace("_", " ")):
        start = 0
        for run in GRAM.finditer(word):
            if run.start() > start:
                yield word[start : run.start()], False
            yield run.group(), True
            start = run.end()
        if start < len(word):
            yield word[start:], False


def title_tokens(text: str, *, is_name: bool = False) -> set[str]:
    """Return what a name or title is found by, with the whole of it as the exact token."""
    folded = fold(text)
    found = {EXACT + squeezed(folded)}
    plain: list[str] = []
    for piece, is_han in pieces(folded):
        if is_han:
            found |= _characters(piece)
            for syllables in _read(piece, is_name=is_name):
                found |= _spoken(syllables)
                found.add(EXACT + "".join(syllables))
                found.add(EXACT + "".join(s[0] for s in syllables))
        else:
            found.add(piece)
            plain.append(piece)
    found |= {squeezed(word) for word in folded.split() if is_model(word)}
    found |= _spelled(text)
    if len(plain) > 1:
        found.add("".join(word[0] for word in plain))
        found.add(EXACT + "".join(reversed(plain)))
    return limited(found)


def person_tokens(name: str, *, family: str = "", honorific: str = "") -> set[str]:
    """Return what a person is found by: her name, and how she is addressed (王先生: 王先生, wangxiansheng, wxs)."""
    found = title_tokens(name, is_name=True)
    known = HONORIFICS.get(fold(honorific).strip(" ."))
    if not HAN.search(name):
        return found
    folded = squeezed(fold(name))
    surname = fold(family) if HAN.search(family) else surname_of(folded)
    for syllables in _read(folded, is_name=True):  # Wei Wang, as abroad
        turned = "".join((*syllables[len(surname) :], *syllables[: len(surname)]))
        found |= {turned, EXACT + turned}
    for chinese, sound, first in [known] if known else []:
        found |= _characters(folded + chinese) | _characters(surname + chinese)
        found.add(EXACT + surname + chinese)
        for syllables in _read(surname, is_name=True):
            addressed = ("".join(syllables) + sound, "".join(s[0] for s in syllables) + first)
            found |= {*addressed, *(EXACT + words for words in addressed)}
    return limited(found)


def text_tokens(text: str) -> set[str]:
    """Return what a supporting text (company, city, alias) is found by; it never makes a record rank first."""
    return set(_text_tokens(text))


@lru_cache(maxsize=65536)
def _text_tokens(text: str) -> frozenset[str]:
    """Cities, companies and titles come again and again, so most are cut into words once only."""
    return frozenset(token for token in title_tokens(text) if not token.startswith(EXACT))


def email_tokens(address: str) -> set[str]:
    """Return an address, its local part, its domain, and the words of both."""
    folded = "".join(fold(address).split()).strip("@=")
    local, _, domain = folded.partition("@")
    return limited({folded, local, domain, *re.findall(r"[^\W_]+", folded)})


def phone_tokens(number: str) -> set[str]:
    """Return every ending of a number with four digits or more; asked by prefix, any four digits in a row find it."""
    digits = "".join(re.findall(r"\d", fold(number)))[:32]
    return {DIALLED + digits[start:] for start in range(max(len(digits) - 3, 0))}


def number_tokens(number: str) -> set[str]:
    """Return an order or article number, whole and in parts: SO-2291 is found by so-2291, so2291, 2291.

    The letters of a series alone stand on every number of it and are left out: they would find millions and say nothing.
    """
    folded = fold(number)
    words = re.findall(r"[^\W_]+", folded)
    whole = "".join(words)
    if SERIES.fullmatch(folded.strip()):
        return limited({EXACT + whole, *re.findall(r"\d+", whole)})
    parts = re.findall(r"[^\W\d_]+|\d+", folded)
    return limited({"".join(folded.split()), whole, EXACT + whole, *parts, *words})


def is_model(word: str) -> bool:
    """Tell whether a folded word mixes Latin letters and digits, as numbers of orders and models do."""
    return (
        word.isascii()
        and not word.isalpha()
        and any(map(str.isalpha, word))
        and any(map(str.isdigit, word))
    )


def squeezed(folded: str) -> str:
    """Return only the letters and digits of a folded text."""
    return "".join(re.findall(r"[^\W_]+", folded))


def limited(found: Iterable[str]) -> set[str]:
    """Return tokens short enough and few enough to be stored."""
    kept = {token[:LONGEST] for token in found if token and token != EXACT}
    return kept if len(kept) <= MOST else set(sorted(kept)[:MOST])


def _spelled(text: str) -> set[str]:
    """Return words as they are spelled without their umlauts: Krüger is also krueger."""
    lower = unicodedata.normalize("NFKC", text[:TEXT]).casefold()
    spelled = lower.translate(UMLAUTS)
    return set() if spelled == lower else {p for p, is_han in pieces(fold(spelled)) if not is_han}


def _characters(run: str) -> set[str]:
    return set(run) | {run[i : i + 2] for i in range(len(run) - 1)}


def _read(run: str, *, is_name: bool) -> Iterator[tuple[str, ...]]:
    for syllables in readings("".join(HAN.findall(run))[:24], is_name=is_name):
        yield syllables
        if any("v" in s for s in syllables):  # 吕: lv, lu, lyu
            yield tuple(s.replace("v", "u") for s in syllables)
            yield tuple(s.replace("v", "yu") for s in syllables)


def _spoken(syllables: tuple[str, ...]) -> set[str]:
    """Return pinyin and initials from each character on, so that a question may begin in the middle."""
    count = len(syllables)
    whole = {"".join(syllables[start:]) for start in range(count)}
    return whole | {"".join(s[0] for s in syllables[start:]) for start in range(count - 1)}
