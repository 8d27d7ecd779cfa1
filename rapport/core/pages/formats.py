"""How dates, figures, money and names read, by the house's typography: 40 % and 18 Sep in English, 40% and 9月18日 in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date as date_, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import phonenumbers
from babel.core import Locale
from babel.dates import format_skeleton, format_timedelta
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol
from django.utils import timezone
from django.utils.translation import get_language

MINUS = "\N{MINUS SIGN}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _locale() -> Locale:
    return Locale("zh", script="Hans") if _chinese() else Locale("en")


def _local(value: datetime | date_) -> datetime | date_:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date(value: datetime | date_ | None, *, year: bool | None = None) -> str:
    """Return 18 Sep / 9月18日; the year is added when it is not the present one."""
    if value is None:
        return ""
    day = _local(value)
    if year is None:
        year = day.year != timezone.localdate().year
    return _day(day, chinese=_chinese(), year=year)


def dates() -> Callable[[datetime | date_ | None], str]:
    """Return `date` for many values of one page: language, time zone and year are asked for once."""
    chinese, zone, this_year = (
        _chinese(),
        timezone.get_current_timezone(),
        timezone.localdate().year,
    )

    def write(value: datetime | date_ | None) -> str:
        if value is None:
            return ""
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(zone)
        return _day(value, chinese=chinese, year=value.year != this_year)

    return write


def _day(day: date_, *, chinese: bool, year: bool) -> str:
    if chinese:
        return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def month(first: date_) -> str:
    """Return November 2026 / 2026年11月."""
    return format_skeleton("yMMMM", first, locale=_locale())


def span(first: date_, per: str) -> str:
    """Return Nov 2026, Q4 2026 or 2026 / 2026年11月, 2026年第4季度, 2026年: the month, quarter or year that begins on a day."""
    skeleton = {"month": "yMMM", "quarter": "yQQQ", "year": "y"}[per]
    return format_skeleton(skeleton, first, locale=_locale())


def weekdays() -> list[str]:
    """Return Mon … Sun / 周一 … 周日."""
    return [_locale().days["format"]["abbreviated"][day] for day in range(7)]


def time(value: datetime) -> str:
    """Return 14:20 in the user's time zone."""
    return _local(value).strftime("%H:%M")


def datetime_(value: datetime | None) -> str:
    """Return 18 Sep, 14:20 / 9月18日 14:20."""
    if value is None:
        return ""
    return f"{date(value)} {time(value)}" if _chinese() else f"{date(value)}, {time(value)}"


def ago(value: datetime | None) -> str:
    """Return 3 weeks ago / 3周前."""
    if value is None:
        return ""
    delta = value - timezone.now()
    if abs(delta) < timedelta(minutes=1):
        return "刚刚" if _chinese() else "just now"
    return format_timedelta(delta, add_direction=True, locale=_locale(), threshold=1.2)


def number(value: float | Decimal | None, digits: int = 0) -> str:
    """Return 12,480 with a true minus sign."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, pattern, locale="en").replace("-", MINUS)


def figure(value: float | Decimal) -> str:
    """Return 1,204.5: with as many decimals as the figure has."""
    plain = Decimal(str(value)).normalize()
    return number(plain, max(0, -int(plain.as_tuple().exponent)))


def percent(value: float | Decimal | None, digits: int = 0) -> str:
    """Return 40 % in English, 40% in Chinese; the value is a share of one."""
    if value is None:
        return "–"
    return f"{number(Decimal(str(value)) * 100, digits)}{'' if _chinese() else ' '}%"


def symbol(currency: str) -> str:
    """Return ¥, €, £ …, or the code where there is no sign of its own."""
    return "¥" if currency == "CNY" else get_currency_symbol(currency, locale="en")


def amount(value: Decimal, currency: str) -> str:
    """Return the figure alone, in the currency's minor units; whole amounts from 1,000 on without them."""
    digits = get_currency_precision(currency)
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value() and abs(rounded) >= 1000
    return number(rounded, 0 if whole else digits)


def money(value: Decimal | None, currency: str) -> str:
    """Return ¥ 9,480 with the sign before the amount."""
    if value is None:
        return "–"
    return f"{symbol(currency)}\N{NARROW NO-BREAK SPACE}{amount(value, currency)}"


def series(values: Iterable[object]) -> str:
    """Return Anna, Ben / 安娜、本."""
    return ("、" if _chinese() else ", ").join(map(str, values))


def colon(label: object) -> str:
    """Return a label before what it names: E-mail: / 邮箱：."""
    return f"{label}：" if _chinese() else f"{label}: "


def money_short(value: Decimal, currency: str) -> str:
    """Return ¥ 9.48 M / ¥ 948万 for a large amount: three figures that tell its size; a smaller one in full."""
    if abs(value) < 1_000_000:
        return money(value, currency)
    units = ((10**8, "亿"), (10**4, "万")) if _chinese() else ((10**9, " B"), (10**6, " M"))
    size, unit = next(one for one in units if abs(value) >= one[0])
    part = value / size
    digits = max(0, 2 - max(0, abs(part).adjusted()))
    return f"{symbol(currency)}\N{NARROW NO-BREAK SPACE}{number(part, digits)}{unit}"


def phone(value: str) -> str:
    """Return +86 138 1643 2207 for a number in E.164."""
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


GLOBALS = {"weekdays": weekdays}
