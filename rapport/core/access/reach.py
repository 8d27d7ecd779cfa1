"""How far a user's right reaches, held as data so that every door compiles the same predicate."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Reach:
    """All records, or those of these owners."""

    everything: bool = False
    owner_ids: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether no record at all is reached."""
        return not self.everything and not self.owner_ids

    def q(self, owner: str) -> Q:
        """Compile to a Django condition on the owner column."""
        if self.everything:
            return Q()
        return Q(**{f"{owner}__in": sorted(self.owner_ids)})


NOTHING = Reach()
EVERYTHING = Reach(everything=True)
