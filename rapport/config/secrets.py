"""The secret key: from the environment, else made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from rapport.config import env
from rapport.config.launcher.folders import make_private


def secret_key(home: Path) -> str:
    """Return the key that signs sessions and links; made on first use, readable by its owner alone."""
    given = env.text("RAPPORT_SECRET_KEY")
    if given:
        return given
    file = home / "secret.key"
    if not file.exists():
        make_private(home)
        draft = file.with_name(f"secret.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(draft, file)  # two processes starting at once agree on the first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii").strip()


def demo_password(home: Path) -> str:
    """Return the password of the demo company's users, kept in the data folder so that each start can tell it."""
    file = home / "demo.password"
    if not file.exists():
        draft = file.with_name(f"demo.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(
            env.text("RAPPORT_DEMO_PASSWORD") or secrets.token_urlsafe(9), encoding="utf-8"
        )
        draft.rename(file)
    return demo_sign_in(home)


def demo_sign_in(home: Path) -> str:
    """Return the demo users' password, or nothing when there is no demo company."""
    file = home / "demo.password"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""
