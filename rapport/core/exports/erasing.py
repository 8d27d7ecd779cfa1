"""Stored files of exports, in which an erased person may stand: all go, for another export is one click away."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.storage import default_storage

from rapport.core.exports.models import ExportRun, State


def remove_files(_pattern: str, _matches: Callable[[str], bool]) -> int:
    """Remove every file that was not fetched yet, whatever its format; return how many."""
    count = 0
    for run in ExportRun.objects.filter(state=State.DONE).exclude(file=""):
        default_storage.delete(run.file)
        run.state, run.file = State.REMOVED, ""
        run.save(update_fields=["state", "file"])
        count += 1
    return count
