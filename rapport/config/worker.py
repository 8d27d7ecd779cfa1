"""Working on the queues: long jobs and other people's servers have lanes of their own, so that no reminder waits for them."""

from __future__ import annotations

import asyncio
import signal

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

BULK = "bulk"
WEBHOOKS, SLOW = "webhooks", "webhooks-slow"
THREADS = 3
CALLS = (
    4  # other people's servers waited for at a time, and as many again of those that failed before
)
GRACE = 8.0  # seconds a running job gets at a stop; afterwards it is taken up again


async def work() -> None:
    """Work until a stop signal."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        msg = "The queue is not in the database."
        raise TypeError(msg)
    with app.replace_connector(connector.get_worker_connector()) as ours:
        others = sorted({task.queue for task in ours.tasks.values()} - {BULK, WEBHOOKS})
        async with ours.open_async():
            lanes = [_lane(ours, [BULK], 1), _lane(ours, [WEBHOOKS], CALLS)]
            lanes += [_lane(ours, [SLOW], CALLS), _lane(ours, others, THREADS)]
            running = [asyncio.create_task(lane) for lane in lanes]
            for sign in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(sign, _cancel, running)
            await asyncio.gather(*running, return_exceptions=True)


async def _lane(ours: App, queues: list[str], threads: int) -> None:
    await ours.run_worker_async(
        queues=queues,
        concurrency=threads,
        name="-".join(["rapport", *queues]),
        delete_jobs="successful",
        shutdown_graceful_timeout=GRACE,
        install_signal_handlers=False,
    )


def _cancel(running: list[asyncio.Task[None]]) -> None:
    for lane in running:
        lane.cancel()
