"""People who stand in the books twice, as in life. Nothing in the records says so; a file for tests does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.config.demo.dice import Ints, Texts, between, dice, weighted
from rapport.config.demo.people import People

SHARE = 0.02
KINDS = ["typo", "swapped", "pinyin", "second_phone"]
TYPO, SWAPPED, PINYIN, SECOND_PHONE = range(4)
# The right sign and the one that is written for it: they sound alike.
PAIRS = (
    "伟玮 静靖 丽莉 芳方 敏民 娜那 强墙 磊雷 洋阳 杰洁 燕艳 颖莹 晨辰 宇雨 志智 军君 勇永 涛滔 超朝 明铭 刚钢 平萍 辉晖 鹏朋 华桦 "
    "建健 国囯 文雯 浩皓 艳燕 娟鹃 霞遐 玲铃 婷亭 雪血 梅玫 英瑛 红虹 丹单 慧惠 莹颖 洁捷 琳林 怡宜 涵函 佳嘉 云芸 兰岚 倩茜 瑶遥 "
    "琪祺 悦月"
)
LOOKALIKES = {pair[0]: pair[1] for pair in PAIRS.split()}


@dataclass(frozen=True)
class Duplicates:
    """The second record, the person it repeats, and how the two differ."""

    copy: Ints
    original: Ints
    kind: Ints


def make_duplicates(seed: int, people: People) -> Duplicates:
    """Turn the last people into second records of earlier ones."""
    rng = dice(seed, "duplicates")
    count = int(people.count * SHARE)
    copy = people.count - count + np.arange(count)
    original = between(rng, 0, people.count - count - 1, count)
    kind = weighted(rng, np.array([30, 20, 20, 30]), count)
    for column in (people.chinese, people.female, people.city, people.birth_year, people.birth_day):
        column[copy] = column[original]
    for names in (
        people.family,
        people.given,
        people.name,
        people.latin,
        people.sort_key,
        people.locale,
    ):
        names[copy] = names[original]
    _mistype(people, copy[kind == TYPO])
    _swap(people, copy[kind == SWAPPED])
    _spell(people, copy[(kind == PINYIN) & people.chinese[copy]])
    return Duplicates(copy, original, kind)


def _mistype(people: People, rows: Ints) -> None:
    given = [_typo(text) for text in people.given[rows].tolist()]
    people.given[rows] = np.array(given, dtype=object)
    _rename(people, rows)


def _typo(given: str) -> str:
    """Write one sign wrong: a sign that sounds alike, or two letters in the wrong order."""
    for right, wrong in LOOKALIKES.items():
        if right in given:
            return given.replace(right, wrong, 1)
    return given[:1] + given[2:3] + given[1:2] + given[3:] if len(given) > 2 else given[::-1]


def _swap(people: People, rows: Ints) -> None:
    people.family[rows], people.given[rows] = people.given[rows], people.family[rows].copy()
    _rename(people, rows)


def _spell(people: People, rows: Ints) -> None:
    """Write a Chinese name in pinyin, as a foreign booking form does."""
    parts = [text.split(" ", 1) for text in people.latin[rows].tolist()]
    people.family[rows] = np.array([part[0] for part in parts], dtype=object)
    people.given[rows] = np.array([part[1] for part in parts], dtype=object)
    people.name[rows] = people.given[rows] + " " + people.family[rows]
    people.latin[rows] = ""


def _rename(people: People, rows: Ints) -> None:
    chinese = people.chinese[rows]
    family, given = people.family[rows], people.given[rows]
    names: Texts = np.where(chinese, family + given, given + " " + family)
    people.name[rows] = names
