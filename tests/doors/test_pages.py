"""Every page with somebody else's id in its address: refused by both methods, nothing told, nothing written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rapport.core.changes.models import Change

FOR_ALL = {
    "product_id",
    "tag_id",
    "row_id",
}  # what every colleague may see, and what no address is about alone
PART = re.compile(r"<(?:\w+:)?(\w+)>")
SECRET = ("王伟", "8164", "海纳", "Likes tea")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Return the route of each page; the API has its own walk."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and not route.startswith("api/"):
            yield route


def addresses(records: dict[str, int]) -> Iterator[str]:
    """Return each address whose ids are all of records that belong to somebody."""
    values = {**records, "kind": "party", "name": "family", "field": "family", "channel": "phone"}
    values |= {"row_id": records["party_id"], "right": "customers.view_party"}
    for route in sorted(set(routes(get_resolver()))):
        names = PART.findall(route)
        if names and set(names) <= set(values) and (set(names) & set(records)) - FOR_ALL:
            yield "/" + PART.sub(lambda part: str(values[part[1]]), route)


def test_someone_elses_id(
    records: dict[str, int], charlie: Any, signed_in: Callable[[Any], Client]
) -> None:
    client, before = signed_in(charlie), Change.objects.count()
    asked = list(addresses(records))
    assert len(asked) > 60
    opened = []
    for address in asked:
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            text = answer.content.decode(errors="replace")
            if answer.status_code not in {403, 404, 405} or any(word in text for word in SECRET):
                opened.append(f"{method} {address}: {answer.status_code}")
    assert opened == []
    assert Change.objects.count() == before
