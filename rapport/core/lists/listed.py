"""How the assembling package names a list: its spec and the address of its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from rapport.core.lists.spec import ListSpec


@dataclass(frozen=True)
class Listed:
    """A list with its page."""

    spec: ListSpec
    page: str

    @property
    def address(self) -> str:
        """Return the address of the list's page."""
        return reverse(self.page)
