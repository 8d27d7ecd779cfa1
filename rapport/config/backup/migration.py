"""Bringing the database to this version, with a backup before anything in it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rapport.config.backup.make import BEFORE_MIGRATION, has_data, make_backup
from rapport.config.backup.restore import put_back
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _


class MigrationFailed(Problem):
    """The database could not be brought to this version: %(reason)s. The data are as they were before, from %(file)s; what the attempt left is kept in the database %(kept)s. Install the Rapport of before, or mend the cause and start again."""


class MigrationFailedEmpty(Problem):
    """The database could not be brought to this version: %(reason)s. There is nothing in it yet that could be lost. Mend the cause and start again."""


class NotPutBack(Problem):
    """The database could not be brought to this version: %(reason)s. Putting the data of before back failed as well: %(why)s. Each step that was not finished has been undone. Mend the cause, then run: rapport restore %(file)s"""


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
    except Exception as error:  # whatever a migration raises, the data of before come back
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if file is None:
            raise MigrationFailedEmpty(reason=reason) from error
        yield _("The database could not be changed. Putting the data of before back …")
        raise _go_back(file, reason) from error
    if again := _erase_again():
        yield _("Erased again who was erased after this backup was made: %(n)s.") % {"n": again}


def _erase_again() -> int:
    """Return how many people an older backup had brought back; the models are there only now."""
    from rapport.core.access.queries import system
    from rapport.customers.privacy import ledger
    from rapport.customers.privacy.replaying import replay

    return replay(by=system(), at=datetime.now(UTC)) if ledger.read() else 0


def _go_back(file: Path, reason: str) -> Problem:
    try:
        kept = put_back(file)
    except Problem as problem:
        return NotPutBack(reason=reason, why=str(problem).rstrip("."), file=file)
    return MigrationFailed(reason=reason, file=file.name, kept=kept)
