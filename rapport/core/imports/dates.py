"""Reading days and moments as people and spreadsheets write them; what cannot be read is a reason, never an exception."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from rapport.core import sentences as said
from rapport.core.imports.cells import Reading, RowError

CLOCK = r"(?:[T ,]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[AaPp][Mm]|[+-]\d{2}:?\d{2})?)?"
DAY = re.compile(rf"(\d{{1,4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,4}})\s*日?{CLOCK}")
NAMED = re.compile(rf"(\d{{1,4}})(?:st|nd|rd|th)?[\s.-]*([^\W\d]+)[\s.,-]*(\d{{2,4}}){CLOCK}")
NAMED_FIRST = re.compile(rf"([^\W\d]+)\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{2,4}}){CLOCK}")
WEEKDAY = re.compile(r"^[^\W\d]{2,9}\.?,\s*")
PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"(\d{5})(\.\d+)?")  # from 1927 to 2173
ANY_SERIAL = re.compile(r"(\d{1,7})(\.\d+)?")
SERIALS = {"serial": datetime(1899, 12, 30), "serial1904": datetime(1904, 1, 1)}  # noqa: DTZ001
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
LEAP_THAT_NEVER_WAS = 60  # 29 February 1900 of Lotus and Excel; days before it count one less


def day(cell: str, reading: Reading) -> date:
    """Read a day: 2026-09-17, 17.09.2026, 9/17/2026, 2026年9月17日, 17 Sep 2026, a spreadsheet's 46282."""
    return moment(cell, reading).astimezone(ZoneInfo(reading.timezone)).date()


def moment(cell: str, reading: Reading) -> datetime:
    """Read a day with or without time; without zone it is the company's."""
    return _moment(cell.strip(), reading.day_order, reading.timezone)


@lru_cache(maxsize=65_536)
def _moment(cell: str, order: str, zone: str) -> datetime:
    if order in SERIALS and (found := ANY_SERIAL.fullmatch(cell)):
        return _serial(found, order, zone)
    if found := DAY.fullmatch(cell):
        one, two, three = (int(found[index]) for index in (1, 2, 3))
        return _built(_ordered(one, two, three, order, len(found[1])), found, zone)
    if found := PLAIN.fullmatch(cell):
        return _built((int(found[1]), int(found[2]), int(found[3])), None, zone)
    if found := SERIAL.fullmatch(cell):
        return _serial(found, "serial", zone)
    return _named(WEEKDAY.sub("", cell), zone)


def _named(cell: str, zone: str) -> datetime:
    """Read a day whose month is a word: 17 Sep 2026, September 17, 2026."""
    if found := NAMED.fullmatch(cell):
        first, name, last = found[1], found[2], found[3]
        days, year = (last, first) if len(first) == 4 else (first, last)
    elif found := NAMED_FIRST.fullmatch(cell):
        name, days, year = found[1], found[2], found[3]
    else:
        raise RowError(said.NOT_A_DATE)
    month = _months().get(name.casefold())
    if month is None:
        raise RowError(said.NOT_A_DATE)
    whole = int(year) if len(year) > 2 else _century(int(year))
    return _built((whole, month, int(days)), found, zone)


@cache
def _months() -> dict[str, int]:
    """Return name of a month → its number, whole and shortened."""
    found: dict[str, int] = {"sept": 9}
    for language in reversed(LANGUAGES):
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, locale=language).items()
            found |= {name.casefold().rstrip("."): number for number, name in names}
    return found


def _serial(found: re.Match[str], order: str, zone: str) -> datetime:
    """Read a spreadsheet's day number, whose fraction is the time of the day."""
    days = int(found[1])
    if order == "serial":
        if days in {0, LEAP_THAT_NEVER_WAS}:
            raise RowError(said.NOT_A_DATE)
        days += days < LEAP_THAT_NEVER_WAS
    try:
        seconds = round(float(found[2] or 0) * 86_400)
        plain = SERIALS[order] + timedelta(days=days, seconds=seconds)
    except OverflowError as error:
        raise RowError(said.FAR_OFF) from error
    return _near(plain.replace(tzinfo=ZoneInfo(zone)))


def _built(parts: tuple[int, int, int], found: re.Match[str] | None, zone: str) -> datetime:
    """Return the moment of year, month, day and of the clock's time behind them."""
    clock = found.groups()[3:] if found else (None,) * 4
    hour, minute, second = (int(part or 0) for part in clock[:3])
    tail = (clock[3] or "").upper()
    if tail in {"AM", "PM"}:
        hour = hour % 12 + (12 if tail == "PM" else 0)
    try:
        plain = _near(datetime(*parts, hour, minute, second, tzinfo=ZoneInfo(zone)))
    except ValueError as error:
        raise RowError(said.NOT_A_DATE) from error
    if tail == "Z":
        return plain.replace(tzinfo=UTC)
    if tail and tail[0] in "+-":
        return datetime.strptime(f"{plain:%Y%m%d%H%M%S}{tail.replace(':', '')}", "%Y%m%d%H%M%S%z")
    return plain


def _near(found: datetime) -> datetime:
    if found.year not in said.YEARS:
        raise RowError(said.FAR_OFF)
    return found


def _ordered(one: int, two: int, three: int, order: str, width: int) -> tuple[int, int, int]:
    """Return year, month, day. A year of four digits in front stands above the chosen order."""
    if width == 4 or order not in {"dmy", "mdy"}:
        return (one if width > 2 else _century(one)), two, three
    year = three if three > 99 else _century(three)
    if order == "mdy":
        return year, one, two
    return year, two, one


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)
