"""How a core engine reads what upper rooms offer: explicit lists that stand in the assembling package."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings


@cache
def listed(name: str) -> Any:
    """Return the list of that name: `listed("undo")` is `UNDO` in `config/undo.py`."""
    return getattr(import_module(f"{settings.ASSEMBLY}.{name}"), name.upper())
