"""No page, endpoint or file is open to a stranger, except those that are meant to be."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = (
    "manifest.webmanifest",
    "worker.js",
    "offline",
)  # the app on a phone: the same for everybody
PUBLIC += ("accounts/", "static/", "welcome", "health", "api/v1/openapi.json", "api/v1/docs")
VALUES = {"int": "1", "uuid": str(uuid.UUID(int=1)), "str": "x", "slug": "x", "path": "x"}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Return an address for each pattern, its parts filled with made-up values."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield _filled(route)


def _filled(route: str) -> str:
    for kind, value in VALUES.items():
        while f"<{kind}:" in route:
            begin = route.index(f"<{kind}:")
            route = route[:begin] + value + route[route.index(">", begin) + 1 :]
    return route.replace("^", "").replace("$", "")


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_sign_in(admin) -> None:
    client, opened = Client(raise_request_exception=False), []
    for address in addresses(get_resolver()):
        if address.startswith(PUBLIC):
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(f"/{address}")
            to_sign_in = (
                answer.status_code in {302, 303} and "/accounts/" in answer.headers["Location"]
            )
            if not to_sign_in and answer.status_code not in {401, 403, 404, 405}:
                opened.append(f"{method} /{address}: {answer.status_code}")
    assert opened == []
