"""Reading people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.company.queries import timezones
from rapport.core.errors import Missing
from rapport.core.pages.formats import date
from rapport.core.pages.inplace import Current, Options
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.queries import party_of
from rapport.customers.people.models import Education, Gender, Honorific, IncomeBand, Person

LANGUAGES = [
    ("zh", "中文"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ja", "日本語"),
]


@dataclass(frozen=True)
class Detail:
    """A field of the details panel: its label, how it is typed, what can be chosen."""

    name: str
    label: str | Promise
    type: str = "text"
    options: Options | None = None


def _with_none(options: Options) -> Options:
    return [("", "–"), *options]


def details() -> list[Detail]:
    """Return the fields of a person in the order of the page."""
    return [
        Detail("family", _("Family name")),
        Detail("given", _("Given name")),
        Detail("latin_name", _("Latin letters")),
        Detail("honorific", _("Form of address"), options=_with_none(Honorific.choices)),
        Detail("gender", _("Gender"), options=_with_none(Gender.choices)),
        Detail("born_on", _("Date of birth"), type="date"),
        Detail("locale", _("Language"), options=_with_none(LANGUAGES)),
        Detail("timezone", _("Time zone"), options=_with_none(timezones())),
        Detail("education", _("Education"), options=_with_none(Education.choices)),
        Detail("income_band", _("Income"), options=_with_none(IncomeBand.choices)),
    ]


def detail(name: str) -> Detail:
    """Return one field. Errors: Missing."""
    found = next((one for one in details() if one.name == name), None)
    if found is None:
        raise Missing
    return found


def person_of(user: User, person_id: int) -> Person:
    """Return a person whom the user may see, with her party. Errors: Missing."""
    return party_of(user, person_id, kind=Kind.PERSON).person


def current(user: User, person_id: int, one: Detail) -> Current:
    """Return a field of a person as it stands now. Errors: Missing."""
    return standing(party_of(user, person_id, kind=Kind.PERSON), one)


def standing(party: Party, one: Detail) -> Current:
    """Return a field of a loaded person."""
    value = party.latin_name if one.name == "latin_name" else getattr(party.person, one.name)
    if one.type == "date":
        born = party.person.born_on
        return Current(born.isoformat() if born else "", date(born, year=True), party.version)
    if one.name == "locale":
        value = value.split("-")[0]
    words = {str(key): str(label) for key, label in one.options or ()}
    shown = words.get(value, value) if value else ""
    return Current(value, shown, party.version)


def local_time(person: Person, now: datetime) -> datetime | None:
    """Return the time where the person is, if we know her time zone."""
    try:
        return now.astimezone(ZoneInfo(person.timezone)) if person.timezone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
