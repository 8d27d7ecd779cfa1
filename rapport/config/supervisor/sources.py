"""For developers: has a file of the program changed since last asked?"""

from __future__ import annotations

import time
from pathlib import Path

ENDINGS = {".py", ".html", ".mo"}
PAUSE = 1.0


class Sources:
    """The program's own files below a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._newest = self._look()
        self._looked = time.monotonic()

    def have_changed(self) -> bool:
        """Look at most once a second."""
        if time.monotonic() - self._looked < PAUSE:
            return False
        newest, before = self._look(), self._newest
        self._newest, self._looked = newest, time.monotonic()
        return newest != before

    def _look(self) -> frozenset[tuple[str, int]]:
        return frozenset(
            (str(path), path.stat().st_mtime_ns)
            for path in self._root.rglob("*")
            if path.suffix in ENDINGS and path.is_file()
        )
