"""Both languages are complete at every commit."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOT


def test_every_sentence_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rapport.config.translations", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
