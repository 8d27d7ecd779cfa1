"""rapport migrate: the database and the static files are brought to this version."""

from __future__ import annotations

import click

from rapport.config.cli.session import records
from rapport.config.speech import gettext as _


@click.command(hidden=True)
def command() -> None:
    """Back up when there is something to lose, then migrate."""
    with records():
        from rapport.config.backup.migration import bring_up_to_date
        from rapport.config.static import collect

        for sentence in bring_up_to_date():
            click.echo(_(sentence))
        collect()
