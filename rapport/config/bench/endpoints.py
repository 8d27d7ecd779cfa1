"""What the API costs, against SQL by hand behind the same sign-in."""

from __future__ import annotations

import msgspec
from django.utils import timezone

from rapport.config.bench import haina
from rapport.config.bench.asking import Ask, Asks, Cost, cost
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.pages import SETTINGS
from rapport.config.bench.serving import Site, site
from rapport.core.access.models import User
from rapport.core.search.tokens import person_tokens, phone_tokens
from rapport.core.tokens.actions import create_token

# Filters, rights, hidden fields, checks and words to be found by may cost as much again as the bare statements.
HALF = Goal(0.5, at_least=True)
REQUESTS = 300
UNLIMITED = "1000000000"


def measure(size: int) -> list[Figure]:
    """List fifty people and add one, by the API and by hand."""
    haina.ensure_quickly(size)
    user = User.objects.get(email="alice@haina.example")
    _token, secret = create_token(by=user, at=timezone.now(), name=f"bench {timezone.now()}")
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    with site(DJANGO_SETTINGS_MODULE=SETTINGS, RAPPORT_API_LIMIT=UNLIMITED) as server:
        ours = _cost(server, lambda _n: Ask("/api/v1/people?limit=50"), headers)
        bare = _cost(server, lambda _n: Ask("/api/bench/people"), headers)
        figures = _figures("list of 50", ours, bare)
        ours = _cost(server, _create, headers)
        bare = _cost(server, _create_bare, headers)
        return figures + _figures("create", ours, bare)


def _cost(server: Site, asks: Asks, headers: dict[str, str]) -> Cost:
    return cost(server, asks, headers, count=REQUESTS, at_once=1)


def _figures(name: str, ours: Cost, bare: Cost) -> list[Figure]:
    return [
        Figure(f"{name}: a second of CPU", 1000 / ours.cpu, "requests", 1000 / bare.cpu, HALF),
        Figure(f"{name}: CPU", ours.cpu, "ms", bare.cpu),
        Figure(f"{name}: CPU of the database", ours.database or 0.0, "ms", bare.database),
        Figure(f"{name}: p50", ours.p50, "ms", bare.p50),
        Figure(f"{name}: p95", ours.p95, "ms", bare.p95),
    ]


def _phone(number: int) -> str:
    return f"+86138{timezone.now().microsecond % 10_000:04}{number % 10_000:04}"


def _create(number: int) -> Ask:
    contact = {"channel": "phone", "value": _phone(number), "label": "mobile"}
    return _post("/api/v1/people", {"family": "王", "given": "伟", "contacts": [contact]})


def _create_bare(number: int) -> Ask:
    phone = _phone(number)
    tokens = person_tokens("王伟", family="王") | phone_tokens(phone)
    person = {
        "family": "王",
        "given": "伟",
        "latin": "Wang Wei",
        "phone": phone,
        "tokens": sorted(tokens),
    }
    return _post("/api/bench/people", person)


def _post(path: str, body: object) -> Ask:
    return Ask(path, "POST", msgspec.json.encode(body))
