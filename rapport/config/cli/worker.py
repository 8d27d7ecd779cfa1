"""rapport worker: the background jobs alone."""

from __future__ import annotations

import asyncio

import click

from rapport.config.cli.session import set_up
from rapport.config.server.run import stop_with_parent


@click.command(hidden=True)
def command() -> None:
    """Work on the queues."""
    set_up()
    stop_with_parent()
    from rapport.config.worker import work

    asyncio.run(work())
