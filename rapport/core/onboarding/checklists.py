"""First steps, of the company and of each new colleague; the lists themselves stand in `config/onboarding.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from rapport.core.pages.calling import url


@dataclass(frozen=True, kw_only=True)
class Item:
    """One first step: why, where it is done, and how the system sees that it was (`is_done`). Nobody ticks it off."""

    name: str
    label: str | Promise
    text: str | Promise
    page: str
    is_done: Callable[[HttpRequest], bool]
    arguments: Sequence[str] = ()
    right: str = ""
    dialog: bool = False
    is_offered: Callable[[], bool] = lambda: True

    @property
    def address(self) -> str:
        """Return where it is done."""
        return url(self.page, *self.arguments)


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """First steps that belong together, for those who hold the right."""

    name: str
    label: str | Promise
    items: Sequence[Item]
    right: str = ""
