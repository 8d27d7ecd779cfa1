"""What was typed, checked and brought into one form: E.164 with extension, lower-case IDNA, https. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers
from babel.core import Locale, get_global
from django.utils.translation import get_language
from email_validator import EmailNotValidError, validate_email
from phonenumbers import ValidationResult
from phonenumbers.phonenumberutil import region_code_for_country_code

from rapport.core.errors import Invalid
from rapport.customers.contactpoints.models import Channel

WECHAT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{4,49}")
EXTENSION = re.compile(r"\s*(?:转接?|分机|#)\s*(\d{1,10})$")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class NumberTooShort(Invalid):
    """This number is too short for %(country)s (+%(code)s). A whole one looks like %(example)s."""


class NumberTooLong(Invalid):
    """This number is too long for %(country)s (+%(code)s). A whole one looks like %(example)s."""


class NoSuchNumber(Invalid):
    """There is no such number in %(country)s (+%(code)s). Check the digits."""


class NoCountryCode(Invalid):
    """Begin the number with + and the country code, such as +86 or +49."""


class NotANumber(Invalid):
    """This is not a telephone number. Use digits, and + for the country code."""


class NotAnEmail(Invalid):
    """This is not an e-mail address. It needs a name, an @ and a domain, such as name@example.com."""


class NotAWechatId(Invalid):
    """A WeChat ID has 5 to 50 letters, digits, hyphens or underscores and no spaces."""


class NotAWebsite(Invalid):
    """This is not the address of a website. It looks like www.example.com."""


class EmptyContact(Invalid):
    """Enter a number or an address."""


@dataclass(frozen=True)
class Normalized:
    """A checked number or address; `country` is where a telephone number belongs."""

    value: str
    extension: str = ""
    country: str = ""


def normalize(channel: str, raw: str, *, region: str = "") -> Normalized:
    """Check and normalise what was typed. `region` is the country of numbers typed without +.

    Errors: one of the sentences above, under the field `value`.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if not text:
        raise _wrong(EmptyContact())
    if channel == Channel.PHONE:
        return _phone(text, region)
    if channel == Channel.EMAIL:
        return Normalized(_email(text))
    if channel == Channel.WECHAT:
        return Normalized(_wechat(text))
    if channel == Channel.WEB:
        return Normalized(_web(text))
    return Normalized(" ".join(text.casefold().split())[:500])


def region_of(timezone: str) -> str:
    """Return the country of a time zone: what a number typed without + most likely means there."""
    return str(get_global("zone_territories").get(timezone, ""))


def _wrong(error: Invalid) -> Invalid:
    error.fields = {"value": error.sentence()}
    return error


def _phone(text: str, region: str) -> Normalized:
    text = EXTENSION.sub(r" ext. \1", text)
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if not text.startswith("+") and not region:
        raise _wrong(NoCountryCode())
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise _wrong(NoCountryCode()) from error
        raise _wrong(NotANumber()) from error
    country = region_code_for_country_code(number.country_code or 0)
    place, code = country_name(country), number.country_code
    result = _fit(number)
    if result in {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}:
        raise _wrong(NumberTooShort(country=place, code=code, example=_example(country)))
    if result == ValidationResult.TOO_LONG:
        raise _wrong(NumberTooLong(country=place, code=code, example=_example(country)))
    if not phonenumbers.is_valid_number(number):
        raise _wrong(NoSuchNumber(country=place, code=code))
    extension = number.extension or ""
    number.extension = None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Normalized(value, extension, phonenumbers.region_code_for_number(number) or country)


def _fit(number: phonenumbers.PhoneNumber) -> int:
    """Tell whether a number is too short or too long; a wrong one is measured against the country's mobile numbers."""
    result = phonenumbers.is_possible_number_with_reason(number)
    if result == ValidationResult.IS_POSSIBLE and not phonenumbers.is_valid_number(number):
        mobile = phonenumbers.PhoneNumberType.MOBILE
        result = phonenumbers.is_possible_number_for_type_with_reason(number, mobile)
    return int(result)


def _example(country: str) -> str:
    kind = phonenumbers.PhoneNumberType.MOBILE
    number = phonenumbers.example_number_for_type(country, kind)
    if number is None:
        return "+"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    chinese = (get_language() or "en").startswith("zh")
    locale = Locale("zh", script="Hans") if chinese else Locale("en")
    return str(locale.territories.get(code, code))


def _email(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError as error:
        raise _wrong(NotAnEmail()) from error
    return f"{found.local_part}@{found.ascii_domain}".lower()


def _wechat(text: str) -> str:
    if not WECHAT.fullmatch(text):
        raise _wrong(NotAWechatId())
    return text.lower()


def _web(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise _wrong(NotAWebsite()) from error
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(host):
        raise _wrong(NotAWebsite())
    return parts._replace(netloc=host + (f":{parts.port}" if parts.port else "")).geturl()[:500]
