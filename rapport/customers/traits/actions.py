"""Writing findings about customers, set by set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid
from rapport.core.events.actions import publish
from rapport.customers.parties.models import Party
from rapport.customers.traits.events import TraitsSet
from rapport.customers.traits.models import Trait

BATCH = 5000


class TraitWithoutReasons(Invalid):
    """A finding needs its reasons: nobody can act on a bare score."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found out about one party; each reason is a sentence or a plain mapping that a page can show."""

    party_id: int
    name: str
    value: Any
    reasons: list[Any] = field(default_factory=list)
    expires_at: datetime | None = None


@action
def set_traits(findings: Iterable[Finding], *, by: User, at: datetime, model_version: str) -> int:
    """Write findings; a newer one replaces the older of the same name. Unknown and restricted parties are left out. Returns how many."""
    require(by, "customers.set_traits")
    latest = {(one.party_id, one.name): one for one in findings}
    if any(not one.reasons for one in latest.values()):
        raise TraitWithoutReasons
    known = set(
        Party.objects.within(by, "customers.set_traits")
        .filter(pk__in={party_id for party_id, _ in latest}, restricted_at=None)
        .values_list("pk", flat=True)
    )
    rows = [
        Trait(
            party_id=one.party_id,
            name=one.name,
            value=one.value,
            reasons=one.reasons,
            model_version=model_version,
            computed_at=at,
            expires_at=one.expires_at,
        )
        for one in latest.values()
        if one.party_id in known
    ]
    Trait.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["party", "name"],
        update_fields=["value", "reasons", "model_version", "computed_at", "expires_at"],
    )
    if rows:
        names = sorted({row.name for row in rows})
        publish(TraitsSet(names=names, count=len(rows), model_version=model_version), by=by, at=at)
    return len(rows)
