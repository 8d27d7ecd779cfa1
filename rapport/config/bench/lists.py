"""What a list costs that is filtered by two of twenty custom fields, all of them filled, through the real server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.config.bench import haina
from rapport.config.bench.asking import Ask, Asks, cost
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.pages import SETTINGS
from rapport.config.bench.serving import BACKEND, Site, sign_in, site
from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field
from rapport.core.customfields.indexes import tend
from rapport.core.customfields.models import Kind, Option
from rapport.core.customfields.queries import kept

# Up to a tenth of a second an answer is felt to come at once (Miller 1968, Card et al. 1991).
AT_ONCE = Goal(100, of_value=True)
# How many match is asked for after the page is there.
NEVER = Goal(0, of_value=True)
REQUESTS = 200
OPTIONS = ("drama", "comedy", "western", "war", "romance", "horror", "crime", "fantasy")
FIELDS: dict[str, tuple[Kind, str]] = {
    **{f"film_{n}": (Kind.CHOICE, f"{{options}} [1 + mix.n / {3 + n} % 8]") for n in range(6)},
    **{
        f"likes_{n}": (
            Kind.MULTI,
            f"jsonb_build_array({{options}} [1 + mix.n / {5 + n} % 4], {{options}} [5 + mix.n / {7 + n} % 4])",
        )
        for n in range(3)
    },
    **{f"size_{n}": (Kind.NUMBER, f"mix.n / {11 + n} % 1000") for n in range(4)},
    **{f"since_{n}": (Kind.DATE, f"date '2010-01-01' + mix.n / {13 + n} % 6000") for n in range(3)},
    **{
        f"budget_{n}": (
            Kind.MONEY,
            f"jsonb_build_object('amount', mix.n / {17 + n} % 100000, 'currency', 'CNY')",
        )
        for n in range(2)
    },
    "song": (Kind.TEXT, "'Song ' || mix.n / 19 % 5000"),
    "friend": (Kind.PERSON, "mix.n / 23 % 1000 + 1"),
}
FILTERS = {
    "two choices": ("film_0:any:{option}|war", "film_1:any:{option}"),
    "choice and number": ("film_2:any:{option}", "size_0:min:99{digit}"),
    "several and date": ("likes_0:any:{option}", "since_0:after:2026-05-0{day}"),
    "text and amount": ("song:is:Song {digit}{digit}", "budget_0:max:50000"),
}


def measure(size: int) -> list[Figure]:
    """Ask for lists with two filters, by kinds of fields, in the list's order and by a field; and for their counts."""
    haina.ensure_quickly(size)
    admin = User.objects.get(email="admin@haina.example")
    _ensure_fields(admin)
    headers = {"Cookie": sign_in(admin), "Accept-Language": "en"}
    figures = []
    with site(DJANGO_SETTINGS_MODULE=SETTINGS) as server:
        for name in FILTERS:
            figures += _figures(server, headers, f"list by {name}", _asks(name, "/people/"))
        ordered = _asks("choice and number", "/people/", "&sort=-custom.size_1")
        figures += _figures(server, headers, "the same, largest first", ordered)
        largest = _figures(
            server, headers, "all, largest first", lambda _n: Ask("/people/?sort=-custom.size_1")
        )
        counting = _asks("two choices", "/lists/people/count")
        counted = cost(server, counting, headers, count=REQUESTS, at_once=1)
    figures += [*largest, Figure("count beside the page: p95", counted.p95, "ms")]
    return [*figures, _counting(admin)]


def _figures(server: Site, headers: dict[str, str], name: str, asks: Asks) -> list[Figure]:
    found = cost(server, asks, headers, count=REQUESTS, at_once=1)
    return [
        Figure(f"{name}: p50", found.p50, "ms"),
        Figure(f"{name}: p95", found.p95, "ms", goal=AT_ONCE),
    ]


def _asks(name: str, path: str, more: str = "") -> Asks:
    columns = "&cols=name," + ",".join(f"custom.{key}" for key in list(FIELDS)[:6])

    def ask(number: int) -> Ask:
        words = {"option": OPTIONS[number % 4], "digit": number % 10, "day": 1 + number % 9}
        chips = [quote(f"custom.{one.format(**words)}") for one in FILTERS[name]]
        return Ask(f"{path}?{'&'.join(f'f={chip}' for chip in chips)}{columns}{more}")

    return ask


def _ensure_fields(admin: User) -> None:
    """Make the fields and fill them for everybody, unless a run before this one did."""
    known = {field.key for field in kept("person")}
    if known >= set(FIELDS):
        tend()
        return
    at, options = timezone.now(), [Option("", word.capitalize()) for word in OPTIONS]
    for key, (kind, _value) in FIELDS.items():
        if key not in known:
            chosen = options if kind in {Kind.CHOICE, Kind.MULTI} else []
            add_field("person", by=admin, at=at, label=key, key=key, kind=kind, options=chosen)
    _fill()
    tend()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE customers_party")


def _fill() -> None:
    """Fill all fields by one statement, without change log where that is allowed; the index follows in one piece."""
    words = f"(ARRAY{list(OPTIONS)})"
    pairs = ", ".join(
        f"'{key}', {value.format(options=words)}" for key, (_kind, value) in FIELDS.items()
    )
    _run(
        "SELECT set_config('session_replication_role', 'replica', false) FROM pg_roles"
        " WHERE rolname = current_user AND rolsuper",
        "DROP INDEX IF EXISTS party_custom",
        f"UPDATE customers_party p SET custom = jsonb_build_object({pairs})"
        " FROM (SELECT id, (id * 2654435761 % 2147483647)::int AS n FROM customers_party) mix"
        " WHERE mix.id = p.id AND p.kind = 'person'",
        "CREATE INDEX party_custom ON customers_party USING gin (custom jsonb_path_ops)",
        "RESET session_replication_role",
    )


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _counting(admin: User) -> Figure:
    """Count the questions of the page that count its rows."""
    client = Client(headers={"host": "localhost"})
    client.force_login(admin, backend=BACKEND)
    path = _asks("two choices", "/people/")(0).path
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    found: Sequence[Any] = [
        one for one in asked.captured_queries if "COUNT(" in one["sql"] and "party" in one["sql"]
    ]
    return Figure("questions of the page that count", len(found), "queries", goal=NEVER)
