"""The backup file: a tar with a manifest, the dump and the uploaded files, in this order."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath

from rapport.config.backup.problems import NotABackup

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    made_at: str
    version: str
    server: int
    key: str  # fingerprint of the secret key
    migrations: list[str]
    dump_sha256: str
    format: int = FORMAT


def write(target: Path, manifest: Manifest, dump: Path, files: Path) -> None:
    """Write the archive and make sure it has reached the disk."""
    with target.open("wb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            text = json.dumps(asdict(manifest), indent=1).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(text)
            archive.addfile(head, io.BytesIO(text))
            archive.add(dump, DUMP)
            for path in sorted(files.rglob("*")) if files.is_dir() else []:
                if path.is_file() and not path.is_symlink():
                    _add(archive, path, FILES + path.relative_to(files).as_posix())
        raw.flush()
        os.fsync(raw.fileno())


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    try:
        archive.add(path, name, recursive=False)
    except FileNotFoundError:
        return  # purged while we ran: the dump, which is older, may still name it, and the page says so


@contextmanager
def reading(file: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """Open a backup, or say why it is none."""
    try:
        with tarfile.open(file, mode="r:") as archive:
            yield archive, _manifest(archive)
    except (tarfile.TarError, EOFError, KeyError, ValueError, TypeError) as error:
        raise NotABackup(file=file, reason=error) from error


def _manifest(archive: tarfile.TarFile) -> Manifest:
    stream = archive.extractfile(MANIFEST)
    said = json.loads(stream.read()) if stream else {}
    if said.get("format") != FORMAT:
        msg = f"its format is {said.get('format')}, not {FORMAT}"
        raise ValueError(msg)
    return Manifest(**{field.name: said[field.name] for field in fields(Manifest)})


def take_dump(archive: tarfile.TarFile, manifest: Manifest, target: Path) -> None:
    """Copy the dump out and compare its checksum."""
    stream = archive.extractfile(DUMP)
    digest = hashlib.sha256()
    with target.open("wb") as out:
        os.fchmod(out.fileno(), 0o600)
        while block := stream.read(BLOCK) if stream else b"":
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != manifest.dump_sha256:
        msg = "its checksum is wrong"
        raise ValueError(msg)


def take_files(archive: tarfile.TarFile, target: Path) -> int:
    """Put the uploaded files back beside what is there; each appears whole or not at all."""
    count = 0
    for member in archive:
        name = PurePosixPath(member.name)
        if not member.isfile() or not member.name.startswith(FILES) or ".." in name.parts:
            continue
        path = target / name.relative_to(FILES.rstrip("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        stream = archive.extractfile(member)
        with draft.open("wb") as out:
            while block := stream.read(BLOCK) if stream else b"":
                out.write(block)
            os.fchmod(out.fileno(), member.mode & 0o777)
            os.fsync(out.fileno())
        draft.rename(path)
        count += 1
    return count


def checksum(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
