"""What a new company does first; the list itself stands in `config/home.py`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Step:
    """A first step: its words, its page, and the right it needs."""

    label: str | Promise
    page: str
    icon: str
    right: str
    is_primary: bool = False
