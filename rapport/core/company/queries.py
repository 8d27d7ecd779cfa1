"""Who we are, and how we send mail."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel.core import Locale
from django.conf import settings
from django.utils.translation import get_language

from rapport.core.access.models import User
from rapport.core.company.models import Company


def company() -> Company:
    """Return the company; before the first start, one with the shipped defaults and no name."""
    return Company.objects.filter(pk=1).first() or Company(pk=1, name="", base_currency="EUR")


LONGEST_MONTHS = 600


def is_founded() -> bool:
    """Tell whether there is anybody who could sign in."""
    return User.objects.filter(is_system=False).exists()


def mail_is_set_up() -> bool:
    """Tell whether mail can be sent at all."""
    test_backend = settings.EMAIL_BACKEND.endswith("locmem.EmailBackend")
    return bool(company().mail_host or settings.SMTP_URL or test_backend)


@cache
def timezones() -> list[tuple[str, str]]:
    """Return the time zones that can be chosen, by place."""
    names = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def currencies() -> list[tuple[str, str]]:
    """Return the currencies that can be chosen: those met most first, each with its name."""
    locale = (
        Locale("zh", script="Hans") if (get_language() or "en").startswith("zh") else Locale("en")
    )
    return [(code, f"{code} · {locale.currencies.get(code, code)}") for code in CURRENCIES]


OFFERED = """EUR USD CNY GBP JPY CHF AED AUD BRL CAD CZK DKK HKD HUF IDR ILS INR KRW MOP MXN MYR
NOK NZD PHP PLN RON RUB SAR SEK SGD THB TRY TWD UAH VND ZAR"""
CURRENCIES = OFFERED.split()
