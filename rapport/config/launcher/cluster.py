"""Making the embedded server's data folder: under another name first, so that a killed start leaves nothing half-made."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rapport.config.launcher import tuning
from rapport.config.launcher.folders import in_a_sentence, make_private
from rapport.config.launcher.places import Places
from rapport.config.launcher.problems import (
    DiskFull,
    FolderDamaged,
    FolderNotUsable,
    OtherVersion,
    StartFailed,
)
from rapport.config.launcher.programs import Programs

OWNER = "rapport"  # the server's first role, and Rapport's database
BUILTIN_LOCALES = 17  # the first version with a locale provider that needs nothing from the system
SETTINGS = "rapport.conf"
NO_SPACE = "No space left on device"
DRAFT = "data.new"
STAMP = re.compile(r"^[0-9-]+ [0-9:.]+ \S+ \[[0-9]+\] ")  # time and process of a line in the log
GRAVE = ("ERROR:", "FATAL:", "PANIC:")


def prepare(places: Places, programs: Programs, *, scratch: bool = False) -> None:
    """Make whatever is missing: folders, data, settings. Safe to repeat, also after a kill."""
    with in_a_sentence(places.cluster):
        _make_folders(places, programs)
        if not places.data.exists():
            _create(places, programs, scratch=scratch)
        _check_version(places, programs)
        _write_settings(places, scratch=scratch)


def _make_folders(places: Places, programs: Programs) -> None:
    make_private(places.home)
    _link(places)
    for folder in (places.cluster, places.socket):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _give(folder, programs)
    if places.socket.stat().st_uid != places.cluster.stat().st_uid or places.socket.is_symlink():
        raise FolderNotUsable(folder=places.socket, reason="it belongs to somebody else")


def _link(places: Places) -> None:
    """As root, show in the data folder where its database is, and never adopt that of a deleted data folder."""
    if places.cluster.is_relative_to(places.home):
        return
    link = places.home / "postgres"
    if link.is_symlink() and link.readlink() == places.cluster:
        return
    if places.cluster.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        places.cluster.rename(places.cluster.with_name(f"{places.cluster.name}.before-{stamp}"))
    link.unlink(missing_ok=True)
    link.symlink_to(places.cluster)


def _give(path: Path, programs: Programs) -> None:
    if programs.user:
        account = pwd.getpwnam(programs.user)
        os.chown(path, account.pw_uid, account.pw_gid)


def _create(places: Places, programs: Programs, *, scratch: bool) -> None:
    for left in places.cluster.glob(f"{DRAFT}*"):  # of a start that was killed
        shutil.rmtree(left, ignore_errors=True)
    # a name of our own: the initdb of a killed start may still be writing
    draft = places.cluster / f"{DRAFT}.{os.getpid()}.{time.monotonic_ns()}"
    locale = locale_options(programs.major, sys.platform)
    command = [programs.path("initdb"), "-D", str(draft), "-U", OWNER, "-A", "trust", *locale]
    answer = subprocess.run(
        [*command, "--encoding=UTF8", "--no-instructions", *(["--no-sync"] if scratch else [])],
        capture_output=True,
        check=False,
        text=True,
        user=programs.user,
        group=group_of(programs),
        extra_groups=[] if programs.user else None,
        cwd=places.cluster,
        env={"PATH": os.defpath, "LC_ALL": "C"},
    )
    if answer.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise explain(answer.stderr, places)
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(
            f"\n# Written anew at each start; ALTER SYSTEM overrules it.\ninclude '{SETTINGS}'\n"
        )
    draft.rename(places.data)


def locale_options(major: int, platform: str) -> list[str]:
    """Return how initdb is told to sort by code point and to know the letters of all scripts.

    macOS has no C.UTF-8 of its own: there the letters are those of en_US.UTF-8, which each one has.
    """
    locale = ["--locale=C.UTF-8"]
    if platform == "darwin":
        locale = ["--locale=en_US.UTF-8", "--lc-collate=C"]
    if major >= BUILTIN_LOCALES:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return locale


def group_of(programs: Programs) -> int | None:
    """Return the group the server runs in."""
    return pwd.getpwnam(programs.user).pw_gid if programs.user else None


def explain(output: str, places: Places) -> DiskFull | StartFailed:
    """Turn what a PostgreSQL program said before it failed into a sentence."""
    if NO_SPACE in output:
        return DiskFull(folder=places.cluster)
    lines = [STAMP.sub("", line).strip() for line in output.splitlines() if line.strip()]
    while any(line.startswith(GRAVE) for line in lines[:-1]) and not lines[-1].startswith(GRAVE):
        lines.pop()  # how it shut down after that
    tail = " · ".join(lines[-4:]).rstrip(".")
    return StartFailed(log=places.log, tail=tail, folder=places.data)


def _check_version(places: Places, programs: Programs) -> None:
    try:
        found = (places.data / "PG_VERSION").read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        found = ""
    if not found.isdecimal():
        raise FolderDamaged(folder=places.data)
    if int(found) != programs.major:
        raise OtherVersion(folder=places.data, found=found, brought=programs.major)


def _write_settings(places: Places, *, scratch: bool) -> None:
    disk = shutil.disk_usage(places.cluster).free
    chosen = tuning.settings(tuning.memory(), disk, scratch=scratch)
    chosen["unix_socket_directories"] = str(places.socket)
    chosen["unix_socket_permissions"] = "0700"
    lines = "".join(f"{name} = '{value}'\n" for name, value in chosen.items())
    draft = places.data / f"{SETTINGS}.new"
    draft.write_text(lines, encoding="utf-8")
    draft.chmod(0o644)
    draft.rename(places.data / SETTINGS)
