"""A record that is being added, as it is compared with those that are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rapport.core.errors import Invalid
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.customers.contactpoints.normalizing import normalize
from rapport.customers.duplicates.models import Kind
from rapport.customers.duplicates.reading import Draft

CHANNELS = {
    Channel.PHONE: "phones",
    Channel.EMAIL: "emails",
    Channel.WECHAT: "wechats",
    Channel.WEB: "sites",
}
MOST = 20


def person_draft(
    points: Iterable[ContactPoint],
    family: str,
    given: str,
    born_on: date | None = None,
    works_at: int | None = None,
) -> Draft:
    """Return a new person as she is compared."""
    return Draft(
        Kind.PERSON,
        family=family,
        given=given,
        born_on=f"{born_on:%Y%m%d}" if born_on else "",
        company=str(works_at or ""),
        **_ways(points),
    )


def organization_draft(
    points: Iterable[ContactPoint],
    *,
    names: tuple[str, str, str],
    tax_id: str = "",
    domains: Sequence[str] = (),
) -> Draft:
    """Return a new company as it is compared; its names are the legal, the short and the Latin one."""
    return Draft(
        Kind.ORGANIZATION, names=names, tax_id=tax_id, domains=tuple(domains), **_ways(points)
    )


def typed_points(typed: Mapping[str, str], *, region: str) -> list[ContactPoint]:
    """Return what of the numbers and addresses typed so far is whole: for the hint beside the form."""
    found = []
    for channel in CHANNELS:
        raw = typed.get(channel, "").replace("\x00", "")
        try:
            value = normalize(channel, raw, region=region)
        except Invalid:
            continue
        point = ContactPoint(channel=channel, normalized=value.value, extension=value.extension)
        found.append(point)
    if city := plain(typed.get("city", "")):
        found.append(ContactPoint(channel=Channel.ADDRESS, city=city))
    return found


def plain(text: str) -> str:
    """Return a text from an address or form without what cannot be stored."""
    return text.replace("\x00", "").strip()[:200]


def number_of(text: str) -> int | None:
    """Return a key as it stands in an address, None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _ways(points: Iterable[ContactPoint]) -> dict[str, Any]:
    found: dict[str, list[str]] = {name: [] for name in (*CHANNELS.values(), "cities", "streets")}
    for point in points:
        if name := CHANNELS.get(Channel(point.channel)):
            found[name].append(
                point.normalized + (f"#{point.extension}" if point.extension else "")
            )
        else:
            found["cities"].append(point.city)
            found["streets"].append(point.street)
    return {name: tuple(filter(None, values[:MOST])) for name, values in found.items()}
