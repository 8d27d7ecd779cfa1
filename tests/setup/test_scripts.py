"""The commands at the root: short, and honest where something is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from rapport.config import env
from tests.setup.conftest import ROOT, environment, free_port

SCRIPTS = sorted(path for path in (ROOT / "bin").iterdir() if not path.name.startswith("."))
SETTING = re.compile(r"^#? ?(RAPPORT_[A-Z_]+)=", re.MULTILINE)
READ = re.compile(
    r'env\.(?:text|number|flag|words)\(\s*"(RAPPORT_[A-Z_]+)"|text\("(RAPPORT_[A-Z_]+)"\)'
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone holds, as far as setting up reads it."""
    for name in ("bin", "rapport"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "built")
        )
    for path in [*ROOT.glob("*.t*"), *ROOT.glob("*.json"), *ROOT.glob("*.py"), *ROOT.glob("*.md")]:
        shutil.copy(path, tmp_path)
    return tmp_path


def run(clone: Path, script: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "bin" / script],
        cwd=clone.parent,
        env=environment(clone / "data", **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_each_is_short_and_runs_from_anywhere() -> None:
    assert {path.name for path in SCRIPTS} >= {"bench", "check", "ci", "demo", "dev", "fix", "test"}
    for path in SCRIPTS:
        lines = path.read_text().splitlines()
        assert lines[0] == "#!/bin/sh"
        assert len(lines) <= 17, path.name
        assert path.stat().st_mode & 0o111, path.name
        subprocess.run(["sh", "-n", path], check=True)


def test_without_the_network_it_says_so_and_nothing_counts_as_installed(clone: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/simple"
    settings = {"PIP_INDEX_URL": nowhere, "UV_INDEX_URL": nowhere, "PIP_RETRIES": "0"}
    empty = clone / "no-cache"
    settings |= {"PIP_CACHE_DIR": str(empty), "UV_CACHE_DIR": str(empty), "PIP_NO_INDEX": ""}
    for _attempt in range(2):
        done = run(clone, "demo", **settings, PIP_FIND_LINKS="")
        assert done.returncode == 1
        assert "The installation did not finish, and nothing of it is used." in done.stderr
        assert "Are the package registries reachable from here?" in done.stderr
        assert list((clone / ".venv").glob(".packages-*")) == []
    assert not (clone / "data").exists()


def test_an_old_python_is_named_with_the_way_out(clone: Path) -> None:
    old = clone / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run(clone, "demo", PYTHON=str(old))
    assert done.returncode == 1
    assert "Rapport needs Python 3.11 or newer" in done.stderr
    assert "PYTHON=" in done.stderr
    assert not (clone / ".venv").exists()


def test_every_setting_is_described_and_every_description_is_a_setting() -> None:
    described = set(SETTING.findall((ROOT / ".env.example").read_text()))
    assert described == env.KNOWN


def test_every_setting_that_is_read_is_known() -> None:
    read = {
        name
        for path in (ROOT / "rapport").rglob("*.py")
        for found in READ.findall(path.read_text())
        for name in found
        if name
    }
    assert read - env.KNOWN == set()


def test_the_container_file_names_what_is_there() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "USER rapport" in text
    assert "requirements.txt" in text
    assert (ROOT / "requirements.txt").exists()
    command = re.search(r'^CMD \["rapport", "(\w+)"\]$', text, re.MULTILINE)
    assert command
    assert (ROOT / "rapport" / "config" / "cli" / f"{command[1]}.py").exists()
    stages = text.split("FROM ")[1:]
    assert len(stages) == 2
    assert "requirements" not in stages[1]


def test_the_compose_file_waits_for_a_healthy_database() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    database = services["database"]
    assert int(database["image"].partition(":")[2]) >= 15
    assert database["healthcheck"]["test"][1] == "pg_isready"
    assert services["rapport"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert set(services["rapport"]["environment"]) <= env.KNOWN
