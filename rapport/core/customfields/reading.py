"""Reading the value of a custom field: one function for the page, the API and files. What cannot be read is a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rapport.core import sentences as said
from rapport.core.company.queries import company
from rapport.core.customfields.models import CustomField, Kind
from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import figure
from rapport.core.imports.dates import day
from rapport.core.money.money import CURRENCIES

LONGEST = 1000
DIGITS = 15  # in all: as many as every reader of JSON keeps exactly
MOST_RECORDS = 100
CURRENCY = re.compile(r"[A-Za-z]{3}")
NOT_STORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
BETWEEN = re.compile(r"\s*[|,;，；、]\s*")
PLAIN = Reading()
Value = str | int | float | list[str] | dict[str, Any]


class BadValue(ValueError):
    """A value does not fit its field; the text is the sentence for whoever wrote it."""


def read(field: CustomField, raw: Any, *, reading: Reading = PLAIN, also: Any = None) -> Any:
    """Return the value as it is stored, None when empty. `also` is what the record has: a retired option may stay.

    Reads what a person types, what a program sends, and what stands in a file. Errors: BadValue.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw in ("", [], {}):
        return None
    try:
        return _READ[Kind(field.kind)](field, raw, reading, also)
    except RowError as error:
        raise BadValue(str(error)) from error


def _text(_field: CustomField, raw: Any, _reading: Reading, _also: Any) -> str:
    if not isinstance(raw, str) or NOT_STORABLE.search(raw):
        raise BadValue(_("Enter a text."))
    if len(raw) > LONGEST:
        raise BadValue(str(said.TOO_LONG) % {"limit_value": LONGEST})
    return raw


def _number(_field: CustomField, raw: Any, reading: Reading, _also: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise BadValue(str(said.NOT_A_FIGURE))
    found = Decimal(figure(places=4, whole=DIGITS)(str(raw), reading))
    if len(found.normalize().as_tuple().digits) > DIGITS:
        raise BadValue(str(said.TOO_MANY_DIGITS))
    return int(found) if found == found.to_integral_value() else float(found)


def _money(field: CustomField, raw: Any, reading: Reading, also: Any) -> dict[str, Any]:
    if isinstance(raw, dict):
        if not set(raw) <= {"amount", "currency"} or "amount" not in raw:
            raise BadValue(_("Enter an amount and a currency, such as 12.50 EUR."))
        amount, code = raw["amount"], str(raw.get("currency") or "")
    else:
        text = str(raw)
        found = CURRENCY.search(text)
        amount, code = CURRENCY.sub("", text, count=1), found[0].upper() if found else ""
    code = code or company().base_currency
    if code not in CURRENCIES:
        raise BadValue(_("There is no currency %(code)s.") % {"code": str(code)[:10]})
    return {"amount": _number(field, amount, reading, also), "currency": code}


def _day(_field: CustomField, raw: Any, reading: Reading, _also: Any) -> str:
    found = raw if isinstance(raw, date) else day(str(raw), reading)
    if found.year not in said.YEARS:
        raise BadValue(str(said.FAR_OFF))
    return found.isoformat()


def _choice(field: CustomField, raw: Any, _reading: Reading, also: Any) -> str:
    """Read a key, or the words of an option in either language."""
    word = str(raw).strip()
    kept = also if isinstance(also, list) else [also]
    options = [one for one in field.choices.values() if not one.is_retired or one.key in kept]
    for one in options:
        if word == one.key:
            return one.key
    for one in options:
        if word.casefold() in (one.label.casefold(), one.label_zh.casefold()):
            return one.key
    raise BadValue(_("“%(word)s” is not among the options.") % {"word": word[:50]})


def _several(field: CustomField, raw: Any, reading: Reading, also: Any) -> list[str]:
    words = raw if isinstance(raw, list) else BETWEEN.split(str(raw))
    found = {_choice(field, word, reading, also) for word in words if str(word).strip()}
    return [key for key in field.choices if key in found]


def _record(_field: CustomField, raw: Any, _reading: Reading, _also: Any) -> int:
    text = str(raw)
    if isinstance(raw, bool) or not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadValue(str(said.NO_PICK))
    return int(text)


def _records(field: CustomField, raw: Any, reading: Reading, also: Any) -> int | list[int]:
    if not field.is_several:
        return _record(field, raw, reading, also)
    words = raw if isinstance(raw, list) else BETWEEN.split(str(raw))
    found = [_record(field, word, reading, also) for word in words if str(word).strip()]
    kept = list(dict.fromkeys(found))
    if len(kept) > MOST_RECORDS:
        raise BadValue(_("Choose at most %(most)s records.") % {"most": MOST_RECORDS})
    return kept


_READ: dict[Kind, Callable[[CustomField, Any, Reading, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.CHOICE: _choice,
    Kind.MULTI: _several,
    Kind.PERSON: _record,
    Kind.ORGANIZATION: _record,
    Kind.RELATION: _records,
}
