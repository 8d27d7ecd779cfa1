"""Asking the server many times, and what each answer took: time by the wall, processor time of server and database."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from rapport.config.bench.serving import Site, database_cpu
from rapport.config.bench.timing import percentile
from rapport.config.problem import Problem

CONNECTIONS = 8  # to warm up: each process of the server answers some of them
WARM_UP = 10 * CONNECTIONS


class WrongAnswer(Problem):
    """%(method)s %(path)s answered %(status)s instead of the page: %(body)s"""


@dataclass(frozen=True)
class Ask:
    """One request."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Asks = Callable[[int], Ask]  # the number of the request → the request


@dataclass(frozen=True)
class Cost:
    """What a request takes: milliseconds by the wall, milliseconds of processor time."""

    p50: float
    p95: float
    application: float
    database: float | None

    @property
    def cpu(self) -> float:
        """Return the processor time of application and database together."""
        return self.application + (self.database or 0)


def cost(server: Site, asks: Asks, headers: Mapping[str, str], *, count: int, at_once: int) -> Cost:
    """Send requests over so many connections that are kept open, after some over others that warm every process up."""
    first = [asks(number) for number in range(WARM_UP)]
    rest = [asks(number) for number in range(WARM_UP, WARM_UP + count)]
    with ThreadPoolExecutor(at_once) as threads:

        def all_of(wanted: list[Ask]) -> list[float]:
            parts = [wanted[start::at_once] for start in range(at_once)]
            times = threads.map(lambda part: _over_one(server.port, part, headers), parts)
            return [took for part in times for took in part]

        for start in range(CONNECTIONS):
            _over_one(server.port, first[start::CONNECTIONS], headers)
        application, database = server.cpu(), database_cpu()
        times = all_of(rest)
        application = server.cpu() - application
        after = database_cpu()
    spent = None if database is None or after is None else 1000 * (after - database) / count
    return Cost(
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        application=1000 * application / count,
        database=spent,
    )


def _over_one(port: int, asks: list[Ask], headers: Mapping[str, str]) -> list[float]:
    """Send requests over one connection; return the milliseconds each took."""
    times = []
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    for ask in asks:
        start = time.perf_counter()
        connection.request(ask.method, ask.path, ask.body, {**headers, **ask.headers})
        answer = connection.getresponse()
        body = answer.read()
        times.append(1000 * (time.perf_counter() - start))
        if answer.status >= http.HTTPStatus.BAD_REQUEST or answer.status == http.HTTPStatus.FOUND:
            raise WrongAnswer(
                method=ask.method,
                path=ask.path,
                status=answer.status,
                body=body[:300].decode(errors="replace"),
            )
    connection.close()
    return times
