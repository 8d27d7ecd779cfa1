"""rapport web: the web server alone."""

from __future__ import annotations

from importlib import import_module

import click

from rapport.config import env
from rapport.config.server.run import serve, stop_with_parent
from rapport.config.supervisor.listening import listening

APPLICATION = "rapport.config.asgi"


@click.command(hidden=True)
def command() -> None:
    """Serve pages and the event stream."""
    env.use_our_settings()
    import_module(APPLICATION)  # once, before the workers are forked from this process
    stop_with_parent()
    serve(APPLICATION, listening())
