"""Both languages are complete at every commit."""

from __future__ import annotations

import subprocess
import sys

from rapport.config.translations import sentences_in_strings
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


def test_a_sentence_within_an_f_string_is_found() -> None:
    code = """f"<b>{_('No next step')}</b> {name(_)} {ago(gettext('Never'))}" """
    assert set(sentences_in_strings(code)) == {"No next step", "Never"}
