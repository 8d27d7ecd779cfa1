"""Bringing the database to this version, with a backup before anything in it changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rapport.config.backup.make import BEFORE_MIGRATION, has_data, make_backup
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _


class MigrationFailed(Problem):
    """The database could not be brought to this version: %(reason)s. Each step that was not finished has been undone. Try again after mending it, or go back to where it was: install the Rapport of before and run: rapport restore %(file)s"""


class NewerDatabase(Problem):
    """The database belongs to a newer Rapport (it knows %(name)s). Install that version, or restore a backup of this one."""


def pending() -> int:
    """Return how many migrations are to be done."""
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refuse_newer(executor: MigrationExecutor) -> None:
    ours = {app for app, _name in executor.loader.disk_migrations}
    for app, name in executor.loader.applied_migrations:
        is_known = (app, name) in executor.loader.disk_migrations
        if app in ours and not is_known and not _is_replaced(executor, app, name):
            raise NewerDatabase(name=f"{app}.{name}")


def _is_replaced(executor: MigrationExecutor, app: str, name: str) -> bool:
    """Return whether a squashed migration stands for this one."""
    return any((app, name) in found.replaces for found in executor.loader.disk_migrations.values())


def bring_up_to_date() -> Iterator[str]:
    """Migrate; yields a sentence before each step that takes time."""
    count = pending()
    file: Path | None = None
    if count and has_data():
        yield _("Backing up before the database changes …")
        file = make_backup(BEFORE_MIGRATION)
    if count:
        yield _("Bringing the database to this version …")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Exception as error:  # whatever a migration raises, the operator learns how to go back
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise MigrationFailed(reason=reason, file=file or "–") from error
