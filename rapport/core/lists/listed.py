"""How the assembling package names a list: its spec and the address of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import VIEW, ListState


@dataclass(frozen=True)
class Ready:
    """A view that comes with a list, before any that people save: its key, its name, and what it asks for."""

    key: str
    label: str | Promise
    query: str

    @property
    def address(self) -> str:
        """Return the query string that shows it."""
        return f"?{self.query}&{VIEW}={self.key}"

    @property
    def state(self) -> ListState:
        """Return what it asks for, as the list reads it."""
        return ListState.read(QueryDict(self.address[1:]))


@dataclass(frozen=True)
class Listed:
    """A list with its page, and the views that come with it: the first one is what the page opens with."""

    spec: ListSpec
    page: str
    ready: Sequence[Ready] = ()

    @property
    def address(self) -> str:
        """Return the address of the list's page."""
        return reverse(self.page)

    def state(self, query: QueryDict) -> ListState:
        """Return what an address of the page asks for; without a word that is the first view that comes with the list."""
        return ListState.read(query) if query or not self.ready else self.ready[0].state

    def shown(self, state: ListState) -> str:
        """Return the key of the view that came with the list and is shown as it came; nothing for any other."""
        query = state.saved()
        return next((one.key for one in self.ready if one.state.saved() == query), "")
