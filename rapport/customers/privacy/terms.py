"""What names a person in the texts of others: her names, numbers and addresses, as far as nobody else has them too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import phonenumbers
from django.db.models import Q, QuerySet

from rapport.core.changes.models import Change
from rapport.core.erasure.sweeping import pattern_of_number, pattern_of_words
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.customers.parties.models import Party

NAMES = ("display_name", "latin_name")
SHORTEST = {Channel.EMAIL.value: 6, Channel.WECHAT.value: 6, Channel.ADDRESS.value: 8}
OWN = 8  # letters of a value in a field of the company's own that tell somebody from others


def own_points(party_ids: Sequence[int]) -> QuerySet[ContactPoint]:
    """Return the numbers and addresses of these parties that nobody else has, the retired ones too."""
    mine = ContactPoint.objects.filter(party__in=party_ids)
    others = ContactPoint.objects.kept().filter(party__erased_at=None).exclude(party__in=party_ids)
    shared = others.filter(normalized__in=mine.values("normalized")).values("normalized")
    return mine.exclude(normalized__in=shared)


def pattern_of(party_ids: Sequence[int]) -> str:
    """Return the pattern of everything by which these parties are named; empty when there is nothing."""
    found = [*_names(party_ids), *_contacts(party_ids), *_own(party_ids)]
    return "|".join(sorted(set(found), key=lambda one: (-len(one), one)))


def _names(party_ids: Sequence[int]) -> Iterator[str]:
    mine = Party.objects.filter(pk__in=party_ids)
    names = {name for row in mine.values_list(*NAMES) for name in row}
    logged = Change.objects.filter(table="customers_party", row_id__in=party_ids)
    for change in logged.exclude(before=None):
        before = change.before or {}
        names |= {str(before[column]) for column in NAMES if before.get(column)}
    for name in names:
        if len(name) > 1 and (not name.isascii() or " " in name.strip()):
            pattern = pattern_of_words(name)
            alike = Q(display_name__iregex=pattern) | Q(latin_name__iregex=pattern)
            others = Party.objects.filter(alike, erased_at=None).exclude(pk__in=party_ids)
            if not others.exists():
                yield pattern


def _contacts(party_ids: Sequence[int]) -> Iterator[str]:
    points = own_points(party_ids).exclude(channel=Channel.WEB)
    for channel, raw, normalized in points.values_list("channel", "raw", "normalized"):
        if channel == Channel.PHONE:
            yield from _number(raw, normalized)
        else:
            yield from (
                pattern_of_words(one) for one in {raw, normalized} if len(one) >= SHORTEST[channel]
            )


def _number(raw: str, normalized: str) -> Iterator[str]:
    try:
        number = phonenumbers.parse(normalized)
    except phonenumbers.NumberParseException:
        yield pattern_of_words(raw)
        return
    national = phonenumbers.national_significant_number(number)
    yield pattern_of_number(str(number.country_code), national)


def _own(party_ids: Sequence[int]) -> Iterator[str]:
    """Return the patterns of long values in fields of the company's own, such as the number of a passport."""
    for custom in Party.objects.filter(pk__in=party_ids).values_list("custom", flat=True):
        values: list[Any] = list((custom or {}).values())
        for value in values:
            if isinstance(value, str) and len(value) >= OWN and any(map(str.isdigit, value)):
                yield pattern_of_words(value)
