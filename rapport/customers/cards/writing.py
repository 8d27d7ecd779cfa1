"""People and companies as business cards: vCard 3.0 (RFC 2426), which phones and mail programs all read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet

from rapport.core.access.models import User
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party

AT_ONCE = 500
FOLDED = 74  # bytes of a line
ESCAPED = {ord(a): b for a, b in zip("\\;,\n", ("\\\\", "\\;", "\\,", "\\n"), strict=True)}
TYPES = {"work": "WORK", "home": "HOME", "mobile": "CELL"}


def person_cards(rows: Any, user: User) -> Iterator[str]:
    """Yield a card for each person of a list, with her company as far as the user may see it."""
    return _cards(rows, user, _person)


def organization_cards(rows: Any, user: User) -> Iterator[str]:
    """Yield a card for each company of a list."""
    return _cards(rows, user, _organization)


def _cards(rows: Any, user: User, told: Any) -> Iterator[str]:
    keys = rows.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
    while some := list(islice(keys, AT_ONCE)):
        parties = _loaded(some, user).in_bulk(some)
        for key in some:
            if key in parties:  # it may have gone meanwhile
                yield _written(told(parties[key]))


def _loaded(keys: list[int], user: User) -> QuerySet[Party]:
    points = ContactPoint.objects.kept().filter(bounced_at=None)
    seen = Party.objects.visible_to(user).organizations()
    work = Affiliation.objects.filter(until=None, organization__party__in=seen)
    reached = points.order_by("-is_primary", "pk")
    employed = work.select_related("organization__party").order_by("-is_primary", "pk")
    rows = Party.objects.select_related("person", "organization")
    ways: list[Any] = [
        Prefetch("contact_points", reached),
        Prefetch("person__affiliations", employed),
    ]
    return rows.prefetch_related(*ways)


def _person(party: Any) -> Iterator[tuple[str, str]]:
    person = party.person
    prefix = person.get_honorific_display() if person.honorific else ""
    yield "N", _parts(person.family, person.given, "", prefix, "")
    yield "FN", _plain(party.display_name)
    place = next(iter(person.affiliations.all()), None)
    if place is not None:
        yield "ORG", _parts(place.organization.party.display_name, place.department)
        yield "TITLE", _plain(place.title)
    if person.born_on:
        yield "BDAY", person.born_on.isoformat()
    yield from _reached(party)


def _organization(party: Any) -> Iterator[tuple[str, str]]:
    yield "N", _parts("", "", "", "", "")
    yield "FN", _plain(party.display_name)
    yield "ORG", _parts(party.organization.legal_name)
    yield "X-ABSHOWAS", "COMPANY"
    yield from _reached(party)


def _reached(party: Any) -> Iterator[tuple[str, str]]:
    for point in party.contact_points.all():
        kinds = [TYPES[point.label]] if point.label in TYPES else []
        kinds += ["PREF"] if point.is_primary else []
        types = f";TYPE={','.join(kinds)}" if kinds else ""
        if point.channel == "phone":
            extension = f" ext. {point.extension}" if point.extension else ""
            yield f"TEL{types}", _plain(point.normalized + extension)
        elif point.channel == "email":
            yield f"EMAIL{types}", _plain(point.normalized)
        elif point.channel == "wechat":
            yield "X-WECHAT", _plain(point.normalized)
        elif point.channel == "web":
            yield "URL", _plain(point.raw)
        else:
            place = (point.street or point.raw, point.city, point.region, point.postcode)
            yield f"ADR{types}", _parts("", "", *place, point.country)


def _written(lines: Iterable[tuple[str, str]]) -> str:
    body = "".join(_folded(f"{name}:{value}") for name, value in lines if value)
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\n{body}END:VCARD\r\n"


def _plain(text: str) -> str:
    """Return a text with the signs of the format escaped; nothing in it can begin another line."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]+", " ", text.replace("\r\n", "\n")).translate(ESCAPED)


def _parts(*parts: str) -> str:
    return ";".join(map(_plain, parts))


def _folded(line: str) -> str:
    """Return a line in pieces of 75 bytes, never cut inside a letter."""
    pieces, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > FOLDED:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += width
    return "\r\n".join(pieces) + "\r\n"
