"""Scripts, styles and pictures, gathered where the web server serves them from; again only when they changed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import (
    CompressedManifestStaticFilesStorage,
)

UNUSED = ["redoc*"]  # the API's pages are shown by the other viewer
OURS = "built/"


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Keeps each file under a name that carries its contents; compresses only what every page loads.

    The best compression of the libraries' own files, which hardly anybody asks for, took 20 seconds of the first start.
    """

    def compress_files(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress our own."""
        yield from super().compress_files([name for name in names if name.startswith(OURS)])


def collect() -> None:
    """Gather the static files with names that carry their contents."""
    target = Path(settings.STATIC_ROOT)
    stamp = target / ".inputs"
    found = _inputs()
    if stamp.exists() and stamp.read_text(encoding="ascii") == found:
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(found, encoding="ascii")


def _inputs() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
