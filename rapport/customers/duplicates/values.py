"""The form in which values are compared: how a name sounds, what is left of a company's name, digits alone. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from rapport.core.search.readings import HAN, readings
from rapport.core.search.tokens import fold, squeezed
from rapport.customers.parties.splitting import split_name

# What says only of which kind a company is. Longest first, so that 股份有限公司 goes as a whole.
CHINESE_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "控股有限公司",
    "合伙企业",
    "有限合伙",
    "普通合伙",
    "有限公司",
    "股份公司",
    "总公司",
    "分公司",
    "公司",
    "集团",
)
LATIN_FORMS = frozenset(
    [
        "ab",
        "ag",
        "aps",
        "as",
        "asa",
        "bhd",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "cv",
        "doo",
        "eood",
        "gbr",
        "gesmbh",
        "gmbh",
        "group",
        "holding",
        "holdings",
        "inc",
        "incorporated",
        "jsc",
        "kft",
        "kg",
        "kgaa",
        "kk",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "ltda",
        "nv",
        "ohg",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "pvt",
        "sa",
        "sagl",
        "sarl",
        "sas",
        "sdn",
        "se",
        "sl",
        "spa",
        "spzoo",
        "srl",
        "sro",
        "ug",
        "ulc",
        "unlimited",
        "zoo",
        "und",
        "and",
        "the",
    ]
)
DOTTED = re.compile(r"(?<=\b\w)\.\s?(?=\w\b)|(?<=\w)\.(?=\s|$)")
PUBLIC_MAIL = frozenset(
    [
        "126.com",
        "139.com",
        "163.com",
        "189.cn",
        "aliyun.com",
        "aol.com",
        "foxmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "sina.cn",
        "sina.com",
        "sohu.com",
        "t-online.de",
        "web.de",
        "yahoo.co.jp",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.com.cn",
        "yandex.ru",
        "yeah.net",
    ]
)
# Words by which households are called, of which nothing follows.
OF_HOUSEHOLDS = frozenset(
    [
        "family",
        "famille",
        "familie",
        "household",
        "the",
        "home",
        "家",
        "家庭",
        "的家",
        "的家庭",
        "一家",
        "s",
    ]
)
HOUSEHOLD_ENDS = ("的家庭", "的家", "家庭", "一家", "家")


@lru_cache(maxsize=131072)
def sound(text: str, *, is_name: bool = False) -> str:
    """Return how a text sounds, as Latin letters in one piece: 伟 and 玮 are wei, Müller is muller."""
    folded = squeezed(fold(text))
    if not HAN.search(folded):
        return folded
    parts: list[str] = []
    start = 0
    while start < len(folded):
        end = start + 1
        is_han = bool(HAN.match(folded[start]))
        while end < len(folded) and bool(HAN.match(folded[end])) == is_han:
            end += 1
        run = folded[start:end]
        found = readings(run, is_name=is_name and start == 0) if is_han else ()
        parts.append("".join(found[0]) if found else run)
        start = end
    return "".join(parts).replace("v", "u")


def person_name(family: str, given: str) -> tuple[str, str]:
    """Return family and given name as they are compared; a name written into one field is taken apart."""
    if not family or not given:
        family, given, _honorific = split_name(f"{family} {given}".strip())
    return squeezed(fold(family)), squeezed(fold(given))


@lru_cache(maxsize=131072)
def company_name(name: str) -> str:
    """Return a company's name without its legal form: 海纳科技有限公司 is 海纳科技, Acme Steel GmbH & Co. KG is acmesteel."""
    text = fold(DOTTED.sub("", name))
    chinese = squeezed(text)
    for form in CHINESE_FORMS:
        if chinese.endswith(form) and len(chinese) > len(form) + 1:
            return company_name(chinese[: -len(form)])
    words = re.findall(r"[^\W_]+", text)
    kept = [word for word in words if word not in LATIN_FORMS]
    return "".join(kept or words)


@lru_cache(maxsize=131072)
def household_name(name: str) -> str:
    """Return a household's name without the words that all have: 王伟的家庭 is 王伟, Smith family is smith."""
    words = [word for word in re.findall(r"[^\W_]+", fold(name)) if word not in OF_HOUSEHOLDS]
    text = "".join(words)
    for end in HOUSEHOLD_ENDS:
        if text.endswith(end) and len(text) > len(end):
            return text[: -len(end)]
    return text


def own_domain(address: str) -> str:
    """Return the domain of an e-mail address or website that says whose it is; nothing where everybody may have one."""
    text = address.rpartition("@")[2] if "@" in address else address.partition("://")[2] or address
    host = text.partition("/")[0].partition(":")[0].casefold().removeprefix("www.")
    return "" if host in PUBLIC_MAIL or "." not in host else host


def local_part(address: str) -> str:
    """Return what stands before the @, if it is long enough to mean somebody."""
    local = address.partition("@")[0]
    return local if len(local) > 4 else ""


def number(text: str) -> str:
    """Return a tax or other number as it is compared: letters and digits alone."""
    return squeezed(fold(text))
