"""Numbers and addresses from files: checked like typed ones, fast for the many that are written well, and kept raw."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from babel.core import Locale
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.errors import Invalid
from rapport.core.imports import convert
from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import Converter, Field
from rapport.core.imports.kinds import Option
from rapport.customers.contactpoints.normalizing import normalize

BETWEEN = "\x1f"  # a staged contact is normalised, extension, country and raw, in one column
E164 = re.compile(r"\+[1-9]\d{9,14}")
EMAIL = re.compile(
    r"[a-z0-9_%+-]+(\.[a-z0-9_%+-]+)*@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}"
)
ALIASES = {
    "uk": "GB",
    "england": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "eire": "IE",
    "rsa": "ZA",
    "holland": "NL",
    "the netherlands": "NL",
    "czech republic": "CZ",
    "turkey": "TR",
    "korea": "KR",
    "hong kong": "HK",
    "holy see (vatican city state)": "VA",
    "russian federation": "RU",
    "runion": "RE",
    "virgin islands, u.s.": "VI",
    "congo, the democratic republic of the": "CD",
    "myanmar": "MM",
    "yugoslavia": "RS",
    "kazakstan": "KZ",
    "中华人民共和国": "CN",
    "大陆": "CN",
}


def contact(channel: str) -> Converter:
    """Return a converter for numbers and addresses of a channel; a bad one is refused, left out or kept as written."""

    def read(cell: str, reading: Reading) -> str | None:
        raw = cell.strip()
        found = _quick(channel, raw) or _checked(channel, raw[:200], reading.country)
        if isinstance(found, str):
            return found
        if reading.bad_contacts == "leave":
            return None
        if reading.bad_contacts == "keep":
            plain = re.sub(r"[^\w@.+-]+", "", raw).lower()[:200]
            return BETWEEN.join([plain, "", "", raw[:500]]) if plain else None
        raise RowError(found.sentence())

    return read


def _quick(channel: str, raw: str) -> str | None:
    """Return what needs no library: E.164 and plain e-mail addresses."""
    if channel == "email":
        low = raw.lower()
        if len(low) <= 254 and EMAIL.fullmatch(low):
            return BETWEEN.join([low, "", "", raw])
    elif channel == "phone" and E164.fullmatch(raw):
        return BETWEEN.join([raw, "", "", raw])
    return None


@lru_cache(maxsize=100_000)
def _checked(channel: str, raw: str, country: str) -> str | Invalid:
    try:
        found = normalize(channel, raw, region=country)
    except Invalid as error:
        return error
    return BETWEEN.join([found.value, found.extension, found.country, raw])


def _plain(name: str) -> str:
    """Return a country's name as it is compared: St. Vincent & Grenadines is Saint Vincent and the Grenadines."""
    low = name.strip().casefold().replace("&", "and").replace("saint ", "st. ")
    return low.replace("and the ", "and ")


@cache
def _territories() -> dict[str, str]:
    known: dict[str, str] = dict(ALIASES)
    for locale in (Locale("zh", script="Hans"), Locale("en")):
        for code, name in locale.territories.items():
            if len(code) == 2:
                known[_plain(name)] = code
                known[code.casefold()] = code
    return known


def country(cell: str, reading: Reading) -> str:
    """Read a country by its code or its English or Chinese name."""
    found = _territories().get(_plain(cell))
    if found is None:
        raise RowError(_("This is not a country that we know. Use its code, such as CN or DE."))
    return found


def _field(name: str, label: Any, converter: Converter, *synonyms: str, sets: str = "") -> Field:
    group = gettext_lazy("How to reach them")
    return Field(name, label, converter, synonyms=synonyms, group=group, sets=sets)


FIELDS = (
    _field(
        "email",
        gettext_lazy("E-mail"),
        contact("email"),
        "email",
        "e-mail",
        "mail",
        "email address",
        "邮箱",
        "电子邮件",
        "电邮",
    ),
    _field(
        "email_2",
        gettext_lazy("Second e-mail"),
        contact("email"),
        "email 2",
        "other email",
        "secondary email",
        "备用邮箱",
    ),
    _field(
        "phone",
        gettext_lazy("Phone"),
        contact("phone"),
        "phone",
        "telephone",
        "tel",
        "mobile",
        "cell",
        "phone number",
        "手机",
        "电话",
        "手机号",
        "联系电话",
    ),
    _field(
        "phone_2",
        gettext_lazy("Second phone"),
        contact("phone"),
        "phone 2",
        "other phone",
        "landline",
        "home phone",
        "work phone",
        "座机",
        "备用电话",
    ),
    _field(
        "wechat", gettext_lazy("WeChat"), contact("wechat"), "wechat", "weixin", "微信", "微信号"
    ),
    _field(
        "web",
        gettext_lazy("Website"),
        contact("web"),
        "website",
        "homepage",
        "url",
        "网站",
        "官网",
        "网址",
    ),
    _field(
        "street",
        gettext_lazy("Street"),
        convert.text(200),
        "street",
        "address",
        "address line 1",
        "street address",
        "地址",
        "街道",
        "详细地址",
    ),
    _field(
        "postcode",
        gettext_lazy("Postcode"),
        convert.text(20),
        "postcode",
        "postal code",
        "zip",
        "zip code",
        "邮编",
        "邮政编码",
    ),
    _field("city", gettext_lazy("City"), convert.text(100), "city", "town", "城市", "市"),
    _field(
        "region",
        gettext_lazy("Region"),
        convert.text(100),
        "region",
        "state",
        "province",
        "district",
        "county",
        "省",
        "省份",
        "地区",
    ),
    _field(
        "country", gettext_lazy("Country"), country, "country", "nation", "国家", sets="country"
    ),
)
BAD = Option(
    "bad_contacts",
    gettext_lazy("Numbers and addresses that cannot be right"),
    default="refuse",
    choices=lambda: [
        ("refuse", _("Put the row into the errors file")),
        ("leave", _("Import the row without them")),
        ("keep", _("Keep them as they are written")),
    ],
)
COLUMNS = {"address_raw": "text", "address_key": "text"}


def address(values: dict[str, Any]) -> dict[str, Any]:
    """Return the address as one line, and as it is compared."""
    town = " ".join(filter(None, [values.get("postcode"), values.get("city")]))
    parts = [values.get("street"), town, values.get("region"), values.get("country")]
    raw = ", ".join(part for part in parts if part)
    if not (values.get("street") or town or values.get("region")):
        return {"address_raw": None, "address_key": None}
    return {"address_raw": raw, "address_key": " ".join(raw.casefold().split())[:500]}
