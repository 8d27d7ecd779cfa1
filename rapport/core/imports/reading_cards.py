"""A file of business cards as a table: a row for each card, columns under the names of what is imported."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from rapport.core.imports.cards import Card, Property, cards
from rapport.core.imports.dialects import Dialect, Doubtful, EmptyFile, opened, read
from rapport.core.imports.encodings import encoding_of

LONGEST_LINE = 32 * 1024 * 1024
LARGEST_PICTURE = 8 * 1024 * 1024
NUMBERS = 4  # phones, and e-mails; what a card has more stands together in one column
NAMES = ("Full name", "Family", "Given", "Additional names", "Honorific", "Name prefix", "Suffix")
ABOUT = ("Nickname", "Gender", "Born on", "Day of birth", "Company", "Department", "Job title")
REACH = (
    *("Phone", "Phone 2", "Phone 3", "Phone 4", "More phones", "Fax"),
    *("Email", "Email 2", "Email 3", "Email 4", "More emails", "WeChat", "Web"),
)
PLACE = ("Street", "City", "Region", "Postcode", "Country")
SECOND = tuple(f"{name} 2" for name in PLACE)
HEADINGS = (*NAMES, *ABOUT, *REACH, *PLACE, *SECOND, "Note", "Categories", "External ID", "Photo")
HONORIFICS = ("mr", "mrs", "ms", "dr", "prof", "先生", "女士", "老师", "博士", "教授")
BIRTHDAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)")
GENDERS = {"M": "male", "F": "female", "O": "other"}


def sniff(path: Path) -> Dialect:
    """Find out the encoding. Errors: EmptyFile."""
    with opened(path) as file:
        found = Dialect(encoding_of(read(file, 256 * 1024)), "", format="cards")
    if not list(islice(_cards(path, found), 1)):
        raise EmptyFile
    return found


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Return the headings, then a row for each card. One that does not end, or with too large a picture, is Doubtful."""
    yield list(HEADINGS)
    for card in _cards(path, dialect):
        cells = list(_cells(card).values())
        if not card.is_whole:
            yield Doubtful(cells, _("This card does not end as a card must."))
        elif len(cells[-1]) > LARGEST_PICTURE:
            cells[-1] = ""
            yield Doubtful(cells, _("The picture of this card is too large."))
        else:
            yield cells


def about(path: Path, dialect: Dialect) -> int | None:
    """Return how many cards there are."""
    if dialect.encoding.startswith("utf-16"):
        return None
    count = 0
    with opened(path) as file:
        while line := file.readline(LONGEST_LINE):
            count += line[:11].upper() == b"BEGIN:VCARD"
    return count


def _cards(path: Path, dialect: Dialect) -> Iterator[Card]:
    with opened(path) as file:
        yield from cards(_lines(file, dialect))


def _lines(file: BinaryIO, dialect: Dialect) -> Iterator[bytes]:
    if not dialect.encoding.startswith("utf-16"):
        if dialect.encoding == "utf-8-sig":
            file.read(3)
        while line := file.readline(LONGEST_LINE):
            yield line
        return
    with io.TextIOWrapper(file, dialect.encoding, errors="replace") as text:
        while words := text.readline(LONGEST_LINE):
            yield words.encode("utf-8", "replace")


def _cells(card: Card) -> dict[str, str]:
    cells = dict.fromkeys(HEADINGS, "")
    family, given, more, prefix, suffix = (_line(part) for part in card.parts("N", 5))
    organization = [_line(part) for part in card.parts("ORG", 2)]
    name = _line(card.text("FN"))
    is_company = card.text("KIND").casefold() == "org" or card.text("X-ABSHOWAS") == "COMPANY"
    if is_company or (name == organization[0] and not family and not given):
        organization[0], name = organization[0] or name, ""
    cells |= {"Full name": name, "Family": family, "Given": given, "Additional names": more}
    cells |= {"Honorific": _honorific(prefix), "Name prefix": prefix, "Suffix": suffix}
    cells |= {"Company": organization[0], "Department": organization[1]}
    cells |= {"Nickname": _line(card.text("NICKNAME")), "Job title": _line(card.text("TITLE"))}
    sex = card.text("GENDER") or card.text("X-GENDER")
    cells["Gender"] = GENDERS.get(sex[:1].upper(), "")
    cells |= _born(card.text("BDAY")) | _reach(card) | _places(card)
    wechat = card.text("X-WECHAT") or _account(card, "weixin") or _account(card, "wechat")
    cells |= {"WeChat": wechat, "Web": card.text("URL"), "Note": card.text("NOTE")}
    cells |= {"Categories": card.text("CATEGORIES"), "External ID": card.text("UID")}
    pictures = [one.picture for name in ("PHOTO", "LOGO") for one in card.all(name)]
    return cells | {"Photo": next(filter(None, pictures), "")}


def _line(text: str) -> str:
    return " ".join(text.split())


def _honorific(prefix: str) -> str:
    words = [word.strip(".").casefold() for word in prefix.split()]
    return next((word for word in words if word in HONORIFICS), "")


def _born(text: str) -> dict[str, str]:
    if found := BIRTHDAY.match(text):
        return {"Born on": "-".join(found.groups())}
    found = NO_YEAR.match(text)
    return {"Day of birth": f"{found[1]}-{found[2]}"} if found else {}


def _reach(card: Card) -> dict[str, str]:
    phones = sorted(card.all("TEL"), key=lambda one: not (one.is_preferred or _is_mobile(one)))
    fax = [one for one in phones if any("fax" in kind for kind in one.types)]
    voice = [one for one in phones if one not in fax and "pager" not in one.types]
    cells = {"Fax": _joined(fax)}
    for name, found in (("Phone", voice), ("Email", card.all("EMAIL"))):
        values = list(dict.fromkeys(filter(None, map(_bare, found))))
        for number, value in enumerate(values[:NUMBERS], start=1):
            cells[name if number == 1 else f"{name} {number}"] = value
        cells[f"More {name.lower()}s"] = ", ".join(values[NUMBERS:])
    return cells


def _is_mobile(one: Property) -> bool:
    return bool(one.types & {"cell", "iphone", "mobile", "手机"})


def _bare(one: Property) -> str:
    """Return a number or address without the words of its address: tel:+49-40;ext=12 is +49-40 ext. 12."""
    value = re.sub(r"^(tel|mailto):", "", one.text, flags=re.IGNORECASE)
    return _line(re.sub(r";ext=", " ext. ", value, flags=re.IGNORECASE))


def _joined(found: list[Property]) -> str:
    return ", ".join(filter(None, map(_bare, found)))


def _account(card: Card, service: str) -> str:
    """Return the name at a service for messages: IMPP:weixin:wangwei88, or with X-SERVICE-TYPE=WeChat."""
    for one in card.all("IMPP"):
        kinds = [kind.casefold() for kind in one.parameters.get("X-SERVICE-TYPE", [])]
        scheme, _colon, name = one.text.partition(":")
        if service in {*kinds, scheme.casefold()}:
            return name.removeprefix("//").rpartition(":")[2]
    return ""


def _places(card: Card) -> dict[str, str]:
    cells: dict[str, str] = {}
    for names, one in zip((PLACE, SECOND), card.all("ADR"), strict=False):
        box, more, street, city, region, postcode, country = [*one.parts, *[""] * 7][:7]
        lines = ", ".join(filter(None, map(_line, (street, more, box))))
        values = (lines, *map(_line, (city, region, postcode, country)))
        cells |= dict(zip(names, values, strict=True))
    return cells
