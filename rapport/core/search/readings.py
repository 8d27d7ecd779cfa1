"""How Chinese characters sound, as Latin letters: context first, then the readings that names are looked up by."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

# Surnames whose reading differs from the character's usual one. Both are indexed: people type either.
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "乐": "yue",
    "区": "ou", "朴": "piao", "任": "ren", "缪": "miao", "翟": "zhai", "覃": "qin", "华": "hua",
    "宁": "ning", "尉": "wei", "冼": "xian", "员": "yun", "秘": "bi", "折": "she", "黑": "he",
    "繁": "po", "种": "chong", "召": "shao", "那": "na", "逄": "pang", "隗": "wei", "洗": "xian",
    "晟": "cheng", "纪": "ji", "应": "ying", "幺": "yao", "哈": "ha", "贠": "yun", "过": "guo",
    "葛": "ge", "阚": "kan", "芮": "rui", "呙": "guo", "教": "jiao", "令": "ling", "祭": "zhai",
}  # fmt: skip
DOUBLE = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "皇甫": ("huang", "fu"),
    "宇文": ("yu", "wen"), "鲜于": ("xian", "yu"), "夏侯": ("xia", "hou"),
}  # fmt: skip
COMPOUND = frozenset(DOUBLE) | {
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "闻人", "赫连", "诸葛", "公孙",
    "司徒", "轩辕", "慕容", "钟离", "濮阳", "淳于", "申屠", "公羊", "西门", "呼延", "百里",
}  # fmt: skip

# Characters with a second reading that names of people, places and companies really use.
POLYPHONES = frozenset(
    "曾单仇解查盖乐区朴任缪翟覃尉冼员秘折繁种召那纪应葛令重长行都会传朝藏弹调和还觉卷率落强曲宿提系相校兴盛乘"
    "参车沈澄贾茜露蔓娜莎柏薄俞钥厦大奇奔便朵乾降将劲圈蕃番咖卡阿奥六洞省石叶宁华仔似创处答当倒地发分干更"
    "冠好号划晃济假间见角结尽空累量龙绿陆率模宓南泊铺期强其巷夏鲜肖削燕要殷约载着正中钻"
)
Syllables = tuple[str, ...]


def surname_of(name: str) -> str:
    """Return the family name of a Chinese name written in characters: one character, or a compound surname's two."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND else name[:1]


@lru_cache(maxsize=8192)
def sounds(character: str) -> Syllables:
    """Return up to three readings of one character, the usual one first, without tones."""
    many = character in POLYPHONES
    found = pinyin(character, style=Style.NORMAL, heteronym=many, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:3] if found else ()


@lru_cache(maxsize=65536)
def readings(text: str, *, is_name: bool = False) -> tuple[Syllables, ...]:
    """Return the ways a run of Chinese characters may be read, the likeliest first, eight at most."""
    choices = [sounds(character) for character in text]
    if all(len(choice) == 1 for choice in choices):
        return (tuple(choice[0] for choice in choices),)
    usual = tuple(lazy_pinyin(text, errors="ignore"))
    if len(usual) != len(text):
        return (usual,) if usual else ()
    found = [usual]
    if is_name:
        found.insert(0, _surname_read(text, usual))
    for base in tuple(dict.fromkeys(found)):
        for place, choice in enumerate(choices):
            found += [(*base[:place], sound, *base[place + 1 :]) for sound in choice]
    return tuple(dict.fromkeys(found))[:8]


def _surname_read(text: str, usual: Syllables) -> Syllables:
    if text[:2] in DOUBLE:
        return (*DOUBLE[text[:2]], *usual[2:])
    return (SURNAMES.get(text[0], usual[0]), *usual[1:])
