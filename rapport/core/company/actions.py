"""Founding the company and changing its settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import Grant, Role, User
from rapport.core.access.passwords import choose_password
from rapport.core.action import action
from rapport.core.changes.partitions import drop_before, month_before
from rapport.core.company.events import CompanyEdited, CompanyFounded
from rapport.core.company.models import Company, MailSecurity
from rapport.core.company.queries import CURRENCIES, LONGEST_MONTHS, company, is_founded, timezones
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.sentences import NO_COMPANY, NO_EMAIL, NO_NAME

LANGUAGES = ("en", "zh-hans")


class AlreadyFounded(Conflict):
    """This installation already has its company. Sign in, or ask an administrator for an invitation."""


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """The first colleague, who may do everything."""

    email: str
    name: str
    password: str


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Through which server mail goes out, and from which address. An empty host means none."""

    mail_host: str = ""
    mail_port: int = 587
    mail_security: str = MailSecurity.STARTTLS
    mail_user: str = ""
    mail_password: str = ""
    sender: str = ""


@action
def found_company(
    *,
    by: User,
    at: datetime,
    name: str,
    base_currency: str,
    administrator: Administrator,
    fiscal_year_start: int = 1,
    language: str = "en",
    timezone: str = "UTC",
    mail: MailServer | None = None,
) -> Company:
    """Give the installation its company and its first administrator; only possible while it has neither."""
    require(by, "core.manage_company")
    User.objects.select_for_update().get(is_system=True)  # two first starts at once: one waits here
    if is_founded() or Company.objects.exists():
        raise AlreadyFounded
    row = Company(
        pk=1,
        name=name.strip(),
        base_currency=base_currency,
        fiscal_year_start=fiscal_year_start,
        language=language,
        timezone=timezone,
        **asdict(mail or MailServer()),
    )
    user = User(
        email=administrator.email.strip().lower(),
        name=administrator.name.strip(),
        language=language,
        timezone=timezone,
    )
    _check(row, _wrong_administrator(user))
    choose_password(user, administrator.password)
    row.save(force_insert=True)
    user.save()
    Grant.objects.create(user=user, role=Role.objects.get(key="administrator"))
    publish(CompanyFounded(company_id=row.pk, administrator_id=user.pk), by=by, at=at)
    return row


@action
def edit_company(
    *,
    by: User,
    at: datetime,
    version: int,
    name: str,
    base_currency: str,
    fiscal_year_start: int,
    language: str,
    timezone: str,
    keep_months: int,
) -> Company:
    """Change the company's name, base currency, fiscal year, the defaults of new colleagues, and how long logs are kept."""
    require(by, "core.manage_company")
    row = _locked(version)
    row.name, row.base_currency = name.strip(), base_currency
    row.fiscal_year_start, row.language, row.timezone = fiscal_year_start, language, timezone
    row.keep_months = _months(keep_months)
    fields = ["name", "base_currency", "fiscal_year_start", "language", "timezone", "keep_months"]
    return _save(row, fields, by=by, at=at)


@action
def edit_mail_server(
    mail: MailServer, *, by: User, at: datetime, version: int, keep_password: bool
) -> Company:
    """Change the server through which mail goes out; the password stays when none is typed."""
    require(by, "core.manage_company")
    row = _locked(version)
    for field, value in asdict(mail).items():
        if field != "mail_password" or not keep_password:
            setattr(row, field, value)
    return _save(row, list(asdict(mail)), by=by, at=at)


@action
def drop_old_journals(*, by: User, at: datetime) -> list[str]:
    """Delete the months of changes and events that the company no longer keeps; return their names.

    What is left begins on `journals_since`, so that the log of changes tells who dropped what, and when.
    """
    require(by, "core.manage_company")
    row = company()
    first = month_before(at.date(), row.keep_months)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")  # a long reader waits for the next night
        dropped = drop_before(cursor, first)
    if dropped and row.journals_since != first and row.name:
        row.journals_since = first
        _save(row, ["journals_since"], by=by, at=at)
    return dropped


def _locked(version: int) -> Company:
    row, _made = Company.objects.select_for_update().get_or_create(
        pk=1, defaults={"name": "Rapport", "base_currency": "EUR"}
    )
    if row.version != version:
        raise StaleVersion(row)
    return row


def _save(row: Company, fields: list[str], *, by: User, at: datetime) -> Company:
    _check(row, {})
    row.save(update_fields=fields)
    publish(CompanyEdited(company_id=row.pk, fields=fields), by=by, at=at)
    return row


def _months(count: int) -> int:
    if not 1 <= count <= LONGEST_MONTHS:
        sentence = _("Keep them for 1 to %(most)s months.") % {"most": LONGEST_MONTHS}
        raise Invalid({"keep_months": sentence})
    return count


def _wrong_administrator(user: User) -> dict[str, str]:
    wrong = {}
    if not user.name:
        wrong["administrator"] = str(NO_NAME)
    try:
        validate_email(user.email)
    except ValidationError:
        wrong["email"] = str(NO_EMAIL)
    return wrong


def _check(row: Company, wrong: dict[str, str]) -> None:
    """Say everything that is wrong at once, by field."""
    if not row.name:
        wrong["name"] = str(NO_COMPANY)
    if row.base_currency not in CURRENCIES:
        wrong["base_currency"] = _("Choose one of the listed currencies.")
    if row.fiscal_year_start not in range(1, 13):
        wrong["fiscal_year_start"] = _("Choose a month from 1 to 12.")
    if row.language not in LANGUAGES:
        wrong["language"] = _("Choose one of the listed languages.")
    if row.timezone not in dict(timezones()):
        wrong["timezone"] = _("Choose one of the listed time zones.")
    if row.mail_security not in MailSecurity.values:
        wrong["mail_security"] = _("Choose one of the listed ways.")
    if not 1 <= row.mail_port <= 65535:
        wrong["mail_port"] = _("A port lies between 1 and 65535.")
    if row.mail_host and not row.sender:
        wrong["sender"] = _("Enter the address from which mail is sent.")
    if wrong:
        raise Invalid(wrong)
