"""rapport restore: a backup takes the place of the present data."""

from __future__ import annotations

import click
from django.core.management import call_command

from rapport.config.cli.session import records
from rapport.config.speech import gettext as _


@click.command(help=_("Restore a backup; without FILE the newest one."))
@click.argument("file", required=False)
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.option("--other-key", is_flag=True, help=_("Even if it was made under another secret key."))
@click.option("--undo", is_flag=True, help=_("Go back to the data the last restore replaced."))
def command(file: str | None, *, yes: bool, other_key: bool, undo: bool) -> None:
    """Restore a backup, then bring it to this version."""
    with records():
        from rapport.config.backup.restore import find, restore_backup, undo_restore

        if undo:
            undo_restore()
            click.echo(_("The data from before the last restore are back."))
            return
        chosen = find(file)
        question = _("Put the data of %(file)s in the place of the present ones?")
        if not yes:
            click.confirm(question % {"file": chosen.name}, abort=True)
        manifest = restore_backup(chosen, other_key=other_key)
        call_command("migrate", interactive=False, verbosity=0)
        click.echo(_("Restored the data of %(when)s.") % {"when": manifest.made_at})
        click.echo(_("What they replaced is kept until the next restore: rapport restore --undo"))
