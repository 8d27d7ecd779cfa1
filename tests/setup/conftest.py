"""Real installations in folders of their own: real server processes, real signals."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from rapport.config import env
from rapport.config.launcher.places import places_in
from rapport.config.launcher.server import pid_of, stop

ROOT = Path(__file__).parents[2]
PATIENCE = 90


def environment(home: Path, **settings: object) -> dict[str, str]:
    """Return a bare environment, as on a machine where nothing is set."""
    kept = env.without_settings()
    given = {name: str(value) for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "RAPPORT_HOME": str(home), **given}


def rapport(
    home: Path, *arguments: str, answer: str = "", before: Sequence[str] = (), **settings: object
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `before` is a command that runs it."""
    return subprocess.run(
        [*before, sys.executable, "-m", "rapport.config.cli", *arguments],
        env=environment(home, **settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        input=answer,
    )


def in_django(home: Path, program: str, answer: str = "", **settings: object) -> str:
    """Run lines of Python inside an installation whose database runs; return what they print."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{program}"],
        env=environment(home, DJANGO_SETTINGS_MODULE="rapport.config.settings", **settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        input=answer,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(truth: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.05)


class Running:
    """A `rapport up` under way."""

    def __init__(self, home: Path, *arguments: str, **settings: object) -> None:
        self.home = home
        self.port = int(str(settings.pop("RAPPORT_PORT", free_port())))
        self.output = home.with_name(f"{home.name}.{time.monotonic_ns()}.log")
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rapport.config.cli", "up", *arguments],
                env=environment(home, RAPPORT_PORT=self.port, **settings),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        """Return what it printed so far."""
        return self.output.read_text()

    def wait_until_ready(self) -> Running:
        """Wait until it says where it runs."""
        wait_for(lambda: "Rapport runs at" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return self

    def get(self, path: str) -> tuple[int, str]:
        """Ask the web server."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=20
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, urllib.error.URLError) as error:
            return 0, str(error)

    def stop(self) -> float:
        """Stop it as systemd or Ctrl C would; return the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0, self.said
        return time.monotonic() - begun

    def kill(self) -> None:
        """End the supervisor alone, without a chance to tidy up."""
        self.process.kill()
        self.process.wait()


def tree_of(home: Path) -> list[int]:
    """Return our own processes that belong to a data folder."""
    mark = f"RAPPORT_HOME={home}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() + b"\0":
                found.append(int(process.name))
        except OSError:
            continue
    return found


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Put a small disk in the place of a folder; only root can."""
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def clear(home: Path) -> None:
    """Stop the server of a data folder and remove what lies outside of it."""
    places = places_in(home)
    stop(places)
    if not places.cluster.is_relative_to(home):
        for folder in places.cluster.parent.glob(f"{places.cluster.name}*"):
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(places.socket, ignore_errors=True)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A data folder that does not exist yet."""
    folder = tmp_path / "home"
    yield folder
    clear(folder)


@pytest.fixture
def kill_server() -> Callable[[Path], None]:
    """Return a way to end a data folder's PostgreSQL by kill -9."""

    def kill(home: Path) -> None:
        pid = pid_of(places_in(home))
        assert pid
        os.kill(pid, signal.SIGKILL)

    return kill
