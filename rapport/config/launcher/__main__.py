"""Run a command with an embedded server up: python -m rapport.config.launcher [--home F] [--programs F] -- command …"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from rapport.config import env
from rapport.config.launcher.server import running
from rapport.config.problem import Problem


def main() -> int:
    """Run the command and return its exit code; the command finds the database in RAPPORT_DATABASE_URL."""
    parser = argparse.ArgumentParser(prog="python -m rapport.config.launcher")
    parser.add_argument("--home", type=Path, default=env.home(), help="the data folder")
    parser.add_argument("--programs", type=Path, help="another PostgreSQL's bin folder")
    parser.add_argument("--scratch", action="store_true", help="for tests: fast instead of safe")
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with running(given.home, folder=given.programs, scratch=given.scratch) as server:
            url = f"postgresql://rapport@/rapport?host={quote(str(server.places.socket), safe='')}"
            return subprocess.call(given.command, env=env.with_value("RAPPORT_DATABASE_URL", url))
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
