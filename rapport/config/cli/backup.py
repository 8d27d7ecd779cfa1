"""rapport backup: database and files into one file."""

from __future__ import annotations

import click

from rapport.config.cli.session import records
from rapport.config.speech import gettext as _

MEGABYTE = 1024 * 1024


@click.command(help=_("Back up database and files, also while Rapport runs."))
@click.option("--list", "listing", is_flag=True, help=_("Show the backups there are."))
def command(*, listing: bool) -> None:
    """Make a backup, or list them."""
    with records():
        from rapport.config.backup.make import backups, make_backup

        if listing:
            for file in backups():
                click.echo(f"{file}  {file.stat().st_size / MEGABYTE:,.1f} MB")
            return
        file = make_backup()
        size = f"{file.stat().st_size / MEGABYTE:,.1f}"
        click.echo(_("Backed up to %(file)s (%(size)s MB).") % {"file": file, "size": size})
        click.echo(_("The secret key is not in it: keep a copy of secret.key in another place."))
