"""Django's migrate, then what follows from the models: change triggers, partitions, cache table, shipped roles."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, transaction
from django.utils import timezone

from rapport.core.access.setup import ensure_shipped
from rapport.core.changes import partitions, triggers
from rapport.core.search import triggers as search


class Command(Migrate):
    """Bring the database to this version."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; when all migrations stand, install what is generated from the models."""
        super().handle(*args, **options)
        if options.get("app_label") or options.get("plan") or options.get("check_unapplied"):
            return
        call_command("createcachetable", verbosity=0)
        connection = connections[options["database"]]
        with transaction.atomic(using=options["database"]), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20260901)")
            partitions.ensure(cursor, timezone.now())
            triggers.install(cursor)
            search.install(cursor)
            ensure_shipped()
