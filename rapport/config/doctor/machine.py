"""Looking at the machine: Python, disk, data folder, port, settings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from rapport.config import env
from rapport.config.doctor.finding import Finding, fail, ok, warn
from rapport.config.launcher.address import from_url
from rapport.config.launcher.locks import try_exclusive
from rapport.config.launcher.places import SYSTEM, places_in
from rapport.config.problem import Problem
from rapport.config.server.proxy import networks
from rapport.config.speech import gettext as _
from rapport.config.supervisor.listening import answers, check, listening

OLDEST = (3, 11)
GIGABYTE = 1024**3
LITTLE, TOO_LITTLE = 5.0, 0.5  # gigabytes
OTHERS = 0o077
PRIVATE = ("secret.key", "backups", "demo.password", "files")
SHARED_DEFAULTS = {"changeme", "secret", "django-insecure"}
SHORTEST_KEY = 32


def look_at_machine() -> Iterator[Finding]:
    """Look at everything that needs no database."""
    yield _python()
    yield from _settings()
    yield _folder()
    yield from _disk()
    yield _port()
    yield from _orphans()


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST:
        return fail("Python", found, _("Install Python 3.11 or newer and set Rapport up again."))
    return ok("Python", found)


def _settings() -> Iterator[Finding]:
    what = _("Settings")
    try:
        listening()
        networks(env.words("RAPPORT_TRUSTED_PROXY"))
        networks(env.words("RAPPORT_WEBHOOK_NETWORKS"), "RAPPORT_WEBHOOK_NETWORKS")
        env.number("RAPPORT_BACKUP_KEEP", 14)
        if env.text("RAPPORT_DATABASE_URL"):
            from_url(env.text("RAPPORT_DATABASE_URL"))
    except (env.BadSetting, Problem) as problem:
        yield fail(what, str(problem), _("Correct it in the environment; .env.example lists all."))
        return
    unknown = env.unknown()
    if unknown:
        yield warn(
            what, _("unknown: %s") % ", ".join(unknown), _("Is it misspelt? See .env.example.")
        )
    key = env.text("RAPPORT_SECRET_KEY")
    if key and (len(key) < SHORTEST_KEY or any(word in key for word in SHARED_DEFAULTS)):
        yield fail(
            "RAPPORT_SECRET_KEY",
            _("easily guessed"),
            _("Leave it out: a good one is made in the data folder."),
        )
    if env.flag("RAPPORT_DEBUG", default=False):
        yield warn(
            "RAPPORT_DEBUG",
            _("on: errors show their inside"),
            _("Only for developers: leave it out."),
        )
    if not unknown:
        yield ok(what)


def _folder() -> Finding:
    what, home = _("Data folder"), env.home()
    there = _there(home)
    if not there.is_dir() or not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        return fail(
            what,
            _("%s cannot be written") % home,
            _("Give it to the user who runs Rapport, or choose another one with RAPPORT_HOME."),
        )
    if there != home:
        return warn(what, _("%s is not there yet") % home, _("It is made at the first start."))
    for path in (home / name for name in PRIVATE):
        if path.exists() and path.stat().st_mode & OTHERS:
            return fail(
                what, _("%s can be read by others") % path, _("Run: chmod go-rwx %s") % path
            )
    return ok(what, str(home))


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if os.access(path, os.F_OK))


def _disk() -> Iterator[Finding]:
    home, places = env.home(), places_in(env.home())
    folders = {home} if env.text("RAPPORT_DATABASE_URL") else {home, places.cluster}
    for folder in sorted(folders):
        free = shutil.disk_usage(_there(folder)).free / GIGABYTE
        found = _("%(free).1f GB free at %(folder)s") % {"free": free, "folder": folder}
        if free < TOO_LITTLE:
            yield fail(_("Disk"), found, _("Make room: the database stops when the disk is full."))
        elif free < LITTLE:
            yield warn(_("Disk"), found, _("Make room before it is full."))
        else:
            yield ok(_("Disk"), found)


def _port() -> Finding:
    what, place = _("Port"), listening()
    lock = env.home() / "locks" / "up"
    was_up = os.access(lock, os.R_OK | os.W_OK)
    handle = try_exclusive(lock) if was_up else None
    if handle is not None:
        os.close(handle)
    is_up = was_up and handle is None
    if is_up and answers(place):
        return ok(what, _("Rapport answers at %s") % place.url)
    if is_up:
        return fail(
            what,
            _("Rapport runs, but does not answer at %s") % place.url,
            _("Read what “rapport up” says, or stop it and start it again."),
        )
    try:
        check(place)
    except Problem as problem:
        return fail(what, str(place.port), str(problem))
    return ok(what, _("%s is free (Rapport does not run)") % place.port)


def _orphans() -> Iterator[Finding]:
    """As root: databases whose data folder was deleted keep their disk space."""
    for folder in sorted(SYSTEM.glob("*.before-*")) if os.geteuid() == 0 else []:
        yield warn(
            _("Earlier database"),
            _("%s belonged to a data folder that was deleted") % folder,
            _("If you do not need it any more: rm -r %s") % Path(folder),
        )
