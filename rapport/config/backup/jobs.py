"""The daily backup."""

from __future__ import annotations

from datetime import datetime

from rapport.config.backup.make import back_up_daily
from rapport.core.access.models import User
from rapport.core.events.reactions import every


@every("7 * * * *", queue="bulk")
def daily_backup(*, by: User, at: datetime) -> None:
    """Back up once a day; asked every hour, so that a machine that sleeps at night has its backups too."""
    back_up_daily(at)
