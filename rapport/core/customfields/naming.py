"""Keys made from words: what programs, addresses and files call a field or an option for good."""

from __future__ import annotations

import re
from collections.abc import Collection

from pypinyin import lazy_pinyin

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def key_from(words: str, taken: Collection[str], otherwise: str) -> str:
    """Return a free key: Favourite film is favourite_film, 最喜欢的电影 is zui_xi_huan_de_dian_ying."""
    plain = re.sub(r"[^a-z0-9]+", "_", " ".join(lazy_pinyin(words)).casefold()).strip("_")
    start = plain[:36].rstrip("_")
    if not start or not start[0].isalpha():
        start = f"{otherwise}_{start}".rstrip("_")[:36]
    key, number = start, 2
    while key in taken:
        key, number = f"{start}_{number}", number + 1
    return key
