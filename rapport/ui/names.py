"""How a name is shown: in its own language, with the other script beside it, and as the letters of a face."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

HAN = re.compile(r"[\u3400-\u9fff]")


def script(value: str) -> str:
    """Return the `lang` of a text by its script: zh where it holds Chinese characters."""
    return "zh" if HAN.search(value) else "en"


def initials(value: str) -> str:
    """Return what an avatar shows: 王 for a Chinese name, AS for Anna Schmidt."""
    if HAN.search(value):
        return value[:1]
    words = [word for word in re.split(r"[\s.&-]+", value) if word]
    if not words:
        return "–"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def name(text: object, latin: str = "") -> Markup:
    """Draw a name in its own language, and the other script beside it: 王伟 Wang Wei."""
    shown = str(text)
    other = f' <span class="quiet">{escape(latin)}</span>' if latin and latin != shown else ""
    return Markup(f'<span lang="{script(shown)}">{escape(text)}</span>{other}')  # noqa: S704 - escaped
