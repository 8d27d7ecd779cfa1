"""What pages cost through the real server, signed in as somebody who sees every customer."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.config.bench import haina
from rapport.config.bench.asking import Ask, Asks, Cost, cost
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.serving import BACKEND, Site, sign_in, site
from rapport.core.access.models import User
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.models import Interaction

# Drawing fifty rows for people may cost one and a half times what fetching and sending them bare costs, no more.
LIST = Goal(2.5)
# A list asks the same questions for ten rows and for fifty.
SAME = Goal(1.0)
# What a well-known ERP needs at this size, measured beside ours: milliseconds of processor time.
ERP_LIST, ERP_SEARCH = 79.0, 2196.0
REQUESTS = 200
SETTINGS = "rapport.config.bench.settings"
WORDS = ("wxs", "王伟", "wang", "2207", "li na", "zhang min", "13", "海蓝", "SO-2291", "chenj")
CITIES = ("上海", "海口", "三亚", "北京", "成都")
TOKEN = "benchbenchbenchbenchbenchbenchbe"  # noqa: S105 - the same in cookie and header is all that it takes


def measure(size: int) -> list[Figure]:
    """Ask for every kind of page, one after the other and eight at once."""
    haina.ensure_quickly(size)
    user = User.objects.get(email="admin@haina.example")
    headers = {"Cookie": f"{sign_in(user)}; csrftoken={TOKEN}", "Accept-Language": "en"}
    figures = []
    with site(DJANGO_SETTINGS_MODULE=SETTINGS) as server:
        bare = _cost(server, lambda _n: Ask("/bench/people"), headers, 1)
        for name, asks in _pages().items():
            one = _cost(server, asks, headers, 1)
            eight = _cost(server, asks, headers, 8)
            figures += _figures(name, one, eight, bare)
    return [*figures, *_bare_figures(bare), *_queries(user)]


def _cost(server: Site, asks: Asks, headers: dict[str, str], at_once: int) -> Cost:
    return cost(server, asks, headers, count=REQUESTS, at_once=at_once)


def _pages() -> dict[str, Asks]:
    people = list(
        Party.objects.people()
        .exclude(last_touch_at=None)
        .order_by("-last_touch_at")
        .values_list("pk", flat=True)[:100]
    )
    busiest = (
        Interaction.objects.filter(party__in=people)
        .values("party")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    party = busiest[0]["party"]
    return {
        "list": lambda _n: Ask("/people/"),
        "filtered list": lambda n: Ask(
            f"/people/?f={quote('lifecycle:any:customer')}&f={quote(f'city:any:{CITIES[n % len(CITIES)]}')}&sort=-last_touch_at"
        ),
        "360° page": lambda n: Ask(f"/people/{people[n % len(people)]}"),
        "timeline": lambda _n: Ask(f"/parties/{party}/timeline"),
        "palette": lambda n: Ask(f"/search/palette?{urlencode({'q': WORDS[n % len(WORDS)]})}"),
        "create": _create,
    }


def _create(number: int) -> Ask:
    form = {
        "family": "Bench",
        "given": f"Person {number}",
        "lifecycle": "prospect",
        "email": f"b{number}@bench.example",
    }
    return Ask(
        "/people/new",
        "POST",
        urlencode(form).encode(),
        {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN},
    )


def _figures(name: str, one: Cost, eight: Cost, bare: Cost) -> list[Figure]:
    against = {"list": (bare.cpu, LIST), "palette": (ERP_SEARCH, None)}
    baseline, goal = against.get(name, (None, None))
    return [
        Figure(f"{name}: CPU", one.cpu, "ms", baseline, goal),
        Figure(f"{name}: CPU of the application", one.application, "ms"),
        Figure(f"{name}: CPU of the database", one.database or 0.0, "ms"),
        Figure(f"{name}: p50, one at a time", one.p50, "ms"),
        Figure(f"{name}: p95, one at a time", one.p95, "ms"),
        Figure(f"{name}: p50, eight at once", eight.p50, "ms"),
        Figure(f"{name}: p95, eight at once", eight.p95, "ms"),
    ]


def _bare_figures(bare: Cost) -> list[Figure]:
    return [
        Figure("bare view: CPU", bare.cpu, "ms"),
        Figure("bare view: p50, one at a time", bare.p50, "ms"),
        Figure("bare view against that ERP's list: CPU", bare.cpu, "ms", ERP_LIST),
    ]


def _queries(user: User) -> list[Figure]:
    """Count the questions to the database for a list of ten rows and of fifty; of one row nobody may be employed."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend=BACKEND)
    counts = []
    for rows in (10, 10, 50):  # the first warms what is read once per process
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/people/?size={rows}")
        counts.append(len(asked))
    return [Figure("list: queries with 50 rows, against 10", counts[2], "queries", counts[1], SAME)]
