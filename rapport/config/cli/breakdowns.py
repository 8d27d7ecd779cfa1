"""What breaks under a command without being its fault: a full disk, a database that went away."""

from __future__ import annotations

import shutil

import psycopg

from rapport.config import env
from rapport.config.launcher.external import reason
from rapport.config.launcher.folders import FULL
from rapport.config.launcher.places import places_in
from rapport.config.launcher.problems import DatabaseWentAway, DiskFull
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _

SEGMENT = 16 * 1024**2  # PostgreSQL gives up when it finds no room for the next piece of its log


def in_a_sentence(error: BaseException) -> Problem | None:
    """Return what happened as the operator reads it, or None for a defect of ours."""
    for found in (error, error.__cause__):
        if isinstance(found, psycopg.errors.DiskFull):
            return DiskFull(folder=_place())
        if isinstance(found, OSError) and found.errno in FULL:
            return DiskFull(folder=found.filename or env.home())
        if isinstance(found, psycopg.OperationalError) and _is_lost(found.sqlstate):
            return (
                DiskFull(folder=_place()) if _is_full() else DatabaseWentAway(reason=reason(found))
            )
    return None


def _is_lost(state: str | None) -> bool:
    return state is None or state.startswith(("08", "57P"))


def _place() -> str:
    return (
        _("the database")
        if env.text("RAPPORT_DATABASE_URL")
        else str(places_in(env.home()).cluster)
    )


def _is_full() -> bool:
    cluster = places_in(env.home()).cluster
    return cluster.exists() and shutil.disk_usage(cluster).free < SEGMENT
