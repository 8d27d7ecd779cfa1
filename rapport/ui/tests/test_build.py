"""The built assets: what is needed, nothing unneeded, small, and the same at every build."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "rapport/ui/static/built"
LIGHTEST = 250 * 1024  # bytes a first visit may load, compressed
ON_EVERY_PAGE = ("app.css", "app.js", "icons.svg", "fonts/inter-latin-wght-normal.woff2")


def build() -> None:
    """Run the build as a developer does."""
    done = subprocess.run(
        [sys.executable, "hatch_build.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def contents() -> dict[str, bytes]:
    return {str(p.relative_to(BUILT)): p.read_bytes() for p in BUILT.rglob("*") if p.is_file()}


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    build()


def test_a_page_is_light() -> None:
    weights = {name: len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in ON_EVERY_PAGE}
    assert sum(weights.values()) <= LIGHTEST, weights


def test_a_second_build_changes_nothing_and_is_skipped(tmp_path: Path) -> None:
    before = contents()
    marks = {name: (BUILT / name).stat().st_mtime_ns for name in before}
    build()
    assert {name: (BUILT / name).stat().st_mtime_ns for name in before} == marks
    again = tmp_path / "again"
    shutil.copytree(ROOT / "rapport", again / "rapport", ignore=shutil.ignore_patterns("built"))
    for name in ("package.json", "package-lock.json", "hatch_build.py"):
        shutil.copy(ROOT / name, again)
    (again / "node_modules").symlink_to(ROOT / "node_modules")
    done = subprocess.run(
        [sys.executable, "hatch_build.py"], cwd=again, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rebuilt = again / "rapport/ui/static/built"
    assert {
        str(p.relative_to(rebuilt)): p.read_bytes() for p in rebuilt.rglob("*") if p.is_file()
    } == before


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    held = set(re.findall(r'<symbol id="([^"]+)"', (BUILT / "icons.svg").read_text("utf-8")))
    named = {
        name
        for path in (ROOT / "rapport").glob("*/templates/**/*.html")
        for name in re.findall(r'\b(?:icon|draw)\("([a-z0-9-]+)"', path.read_text("utf-8"))
    }
    assert named - held == set()
    assert len(held) < 400


def test_every_class_of_ours_that_is_named_has_a_rule() -> None:
    css = (BUILT / "app.css").read_text("utf-8")
    named = {
        name
        for path in (ROOT / "rapport").glob("*/templates/**/*.html")
        for words in re.findall(r'class="([^"{]*)"', path.read_text("utf-8"))
        for name in words.split()
        if name.startswith("r-")
    }
    assert {name for name in named if f".{name}" not in css} == set()


def test_the_style_sheet_keeps_to_its_layers() -> None:
    css = (BUILT / "app.css").read_text("utf-8")
    assert css.removeprefix('@charset "UTF-8";').startswith(
        "@layer tabler,tokens,base,shell,components,screens,phone,still,forced,print;"
    )
    own = "".join(p.read_text("utf-8") for p in (ROOT / "rapport/ui/assets/css").glob("*.css"))
    assert not re.search(r"!important\s*[;}]", own)
    outside = {
        path.name
        for path in (ROOT / "rapport/ui/assets/css").glob("*.css")
        if path.name not in {"app.css", "fonts.css"}
        and not path.read_text("utf-8").lstrip().startswith(("@layer", "/*"))
    }
    assert outside == set()


def test_nothing_built_asks_the_network() -> None:
    for name in ("app.css", "app.js"):
        text = (BUILT / name).read_text("utf-8")
        hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {
            "www.w3.org",
            "htmx.org",
            "tabler.io",
            "github.com",
        }
        assert hosts == set(), name


def test_the_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    packages.pop("")
    assert all(found["integrity"].startswith("sha512-") for found in packages.values())
    assert not any("resolved" in found for found in packages.values())
