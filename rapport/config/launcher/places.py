"""Where the embedded server keeps its parts. Nothing here touches the disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/var/lib/rapport")  # as root: a system user reaches nothing below a 0700 home
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 100  # the kernel's limit is 104 bytes on macOS, 107 on Linux


@dataclass(frozen=True)
class Places:
    """The folders of one embedded server."""

    home: Path  # the data folder that the user chose
    cluster: Path  # what belongs to the server; as root outside the data folder
    socket: Path  # the folder of its socket

    @property
    def data(self) -> Path:
        """Return PostgreSQL's own data folder."""
        return self.cluster / "data"

    @property
    def log(self) -> Path:
        """Return the server's log file."""
        return self.cluster / "postgres.log"

    @property
    def pid_file(self) -> Path:
        """Return the file in which a running server notes its process."""
        return self.data / "postmaster.pid"


def places_in(home: Path) -> Places:
    """Return the folders of the server that belongs to a data folder."""
    home = home.expanduser().absolute()
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    cluster = SYSTEM / digest if os.geteuid() == 0 else home / "postgres"
    return Places(home=home, cluster=cluster, socket=_socket_folder(cluster / "run", digest))


def _socket_folder(wanted: Path, digest: str) -> Path:
    if len(os.fsencode(wanted / SOCKET_NAME)) <= LONGEST_SOCKET:
        return wanted
    return Path(tempfile.gettempdir()) / f"rapport-{os.geteuid()}-{digest}"
