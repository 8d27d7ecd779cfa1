"""Every night the store is swept."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.core.files import actions, store


@every("40 2 * * *", queue="system")
def sweep_files(*, by: User, at: datetime) -> None:
    """Delete files that nothing names any more, then the contents that no file names."""
    actions.remove_orphans(by=by, at=at)
    for sha256 in store.contents():
        actions.remove_content(sha256, by=by)
