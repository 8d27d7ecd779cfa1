"""What `bin/new` lays out works: its own tests pass in a copy of the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from rapport.config.scaffold.__main__ import CannotLayOut, lay_out

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project's code."""
    left_out = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(ROOT / "rapport", tmp_path / "rapport", ignore=left_out)
    for name in ("conftest.py", "pyproject.toml", "manage.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def run(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run a command of Python in the copy, on a database of its own on the same server."""
    place = settings.DATABASES["default"]
    server = f"{quote(place['USER'])}@" + (f":{place['PORT']}" if place["PORT"] else "")
    address = f"postgresql://{server}/scaffold?host={quote(place['HOST'], safe='')}"
    monkeypatch.setenv("RAPPORT_DATABASE_URL", address)
    monkeypatch.setenv("PYTHONPATH", str(copy))
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)

    def command(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    return command


def test_a_new_topic_stands_and_passes_its_own_tests(copy: Path, run: Callable[..., str]) -> None:
    lay_out(copy / "rapport", "customers/pets", "Pet")
    run(
        "-m",
        "ruff",
        "check",
        "--fix",
        "rapport/customers/pets",
        "rapport/config",
        "rapport/customers",
    )
    run("manage.py", "makemigrations", "customers")
    said = run("-m", "pytest", "-q", "-n0", "--create-db", "rapport/customers/pets")
    assert "passed" in said


@pytest.mark.parametrize(
    ("place", "entity"),
    [
        ("nowhere/pets", "Pet"),
        ("customers", "Pet"),
        ("customers/pets", "pet"),
        ("customers/../x", "Pet"),
    ],
)
def test_a_name_it_cannot_use_is_refused(tmp_path: Path, place: str, entity: str) -> None:
    with pytest.raises(CannotLayOut):
        lay_out(tmp_path, place, entity)
    assert list(tmp_path.iterdir()) == []


def test_it_writes_over_nothing(copy: Path) -> None:
    before = (copy / "rapport/customers/models.py").read_text("utf-8")
    with pytest.raises(CannotLayOut):
        lay_out(copy / "rapport", "customers/people", "Person")
    assert (copy / "rapport/customers/models.py").read_text("utf-8") == before
