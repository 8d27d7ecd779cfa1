"""rapport web: the web server alone."""

from __future__ import annotations

import click

from rapport.config import env
from rapport.config.server.run import serve, stop_with_parent
from rapport.config.supervisor.listening import listening


@click.command(hidden=True)
def command() -> None:
    """Serve pages and the event stream."""
    env.use_our_settings()
    stop_with_parent()
    serve(listening())
