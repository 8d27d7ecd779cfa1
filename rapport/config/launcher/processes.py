"""Finding out whether the process that a pid file names is really our server."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Return whether a process of this number runs (a zombie does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return state.rpartition(")")[2].split()[0] != "Z"


def serves(pid: int, data: Path) -> bool:
    """Return whether the process is a PostgreSQL that serves this very data folder.

    A pid file survives kill -9 and a restart of the machine, and its number may belong to anything by now.
    """
    if not is_alive(pid):
        return False
    process = Path(f"/proc/{pid}")
    if process.is_dir():
        try:
            name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
            return name.startswith("postgres") and (process / "cwd").readlink() == data.resolve()
        except OSError:  # another user's, or gone by now
            return False
    answer = subprocess.run(  # no /proc on macOS
        ["ps", "-p", str(pid), "-o", "command="],  # noqa: S607
        capture_output=True,
        check=False,
        text=True,
    )
    return "postgres" in answer.stdout and str(data) in answer.stdout
