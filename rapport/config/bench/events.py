"""From the commit of an event to its receipt: 499 stream clients and one Chromium on the same server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any

from django.utils import timezone

from rapport.config.bench import haina
from rapport.config.bench.chromium import chromium
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.serving import sign_in, site
from rapport.config.bench.timing import percentile
from rapport.core.access.models import User
from rapport.core.events.models import EventRow
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.actions import log_interaction
from rapport.touchpoints.interactions.details import Details

# Two people on the phone about the same record: what one writes stands before the other within a tenth of a second.
RECEIPT = Goal(100, of_value=True)
CLIENTS = 499
EVENTS = 100
PAUSE = 0.1
SETTLE = 2.0
NOTE_RECEIPTS = """() => { window.receipts = []; document.addEventListener('rapport:event', ({ detail }) =>
  window.receipts.push([detail.id, performance.timeOrigin + performance.now()])) }"""

Receipts = list[tuple[int, float]]
Committed = dict[int, float]  # event → when its transaction had ended


def measure(size: int) -> list[Figure]:
    """Log calls one after the other, and see when everybody who listens is told."""
    haina.ensure_quickly(size)
    alice = User.objects.get(email="alice@haina.example")
    cookie = sign_in(alice)
    with (
        site() as server,
        _browser(server.port, cookie) as page,
        _listeners(server.port, cookie) as clients,
    ):
        committed = _in_another_thread(lambda: _log_calls(alice))
        time.sleep(SETTLE)
        seen = [(int(number), ms / 1000) for number, ms in page.evaluate("window.receipts")]
        receipts: Receipts = json.loads(_finish(clients))
    return [
        *_figures("stream clients", committed, receipts, CLIENTS),
        *_figures("Chromium", committed, seen, 1),
    ]


def _in_another_thread(work: Callable[[], Committed]) -> Committed:
    """Playwright keeps an event loop in this thread, in which Django refuses to speak to the database."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(work).result()


def _figures(name: str, committed: Committed, receipts: Receipts, clients: int) -> list[Figure]:
    delays = [1000 * (at - committed[number]) for number, at in receipts if number in committed]
    expected = len(committed) * clients
    return [
        Figure(f"{name}: received", len(delays), "events", expected, Goal(1.0, at_least=True)),
        Figure(f"{name}: p50", percentile(delays, 0.5), "ms"),
        Figure(f"{name}: p95", percentile(delays, 0.95), "ms", None, RECEIPT),
    ]


def _log_calls(user: User) -> Committed:
    """Log calls with a customer; return each event's number with the moment after its commit."""
    party = Party.objects.filter(owner=user, kind="person").order_by("pk").first()
    if party is None:
        raise Party.DoesNotExist
    committed: Committed = {}
    for number in range(EVENTS):
        now = timezone.now()
        details = Details(
            channel="phone", direction="out", started_at=now, subject=f"Call {number}"
        )
        log_interaction(party.pk, details, by=user, at=now)
        at = time.time()
        row = EventRow.objects.filter(name="InteractionLogged").order_by("-id").values_list("pk")
        committed[row[0][0]] = at
        time.sleep(PAUSE)
    return committed


@contextmanager
def _listeners(port: int, cookie: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "rapport.config.bench.listeners", str(port), str(CLIENTS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _pipe(process.stdin).write(f"{cookie}\n")
        _pipe(process.stdin).flush()
        _pipe(process.stdout).readline()  # ready
        yield process
    finally:
        process.kill()
        process.wait()


def _finish(process: subprocess.Popen[str]) -> str:
    return process.communicate("\n", timeout=60)[0]


def _pipe(end: IO[str] | None) -> IO[str]:
    if end is None:
        raise BrokenPipeError
    return end


@contextmanager
def _browser(port: int, cookie: str) -> Iterator[Any]:
    """Open the first page in Chromium and note what its script hears."""
    with chromium(port, cookie) as page:
        page.goto("/")
        page.evaluate(NOTE_RECEIPTS)
        yield page
