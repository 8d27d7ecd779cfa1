"""Erasing again who was erased, and blocking again what was blocked, after an older backup was put back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.customers.consent.models import Suppression
from rapport.customers.parties.models import Party
from rapport.customers.privacy import ledger
from rapport.customers.privacy.erasing import erase_party
from rapport.customers.privacy.models import Erasure

AGAIN = "Backup"


def line_of(erasure: Erasure) -> dict[str, Any]:
    """Return an erasure as the ledger keeps it: no name, only which row of which moment it was."""
    made = erasure.party.created_at.isoformat()
    return {"party": erasure.party_id, "made": made, "at": erasure.at.isoformat()}


def replay(*, by: User, at: datetime) -> int:
    """Erase again whoever the ledger names and the database holds; return how many. Repeatable."""
    lines = ledger.read()
    blocked = {one["digest"] for one in lines if "digest" in one}
    known = Suppression.objects.filter(digest__in=blocked).values_list("digest", flat=True)
    if blocked - set(known):
        _block(sorted(blocked - set(known)), by=by, at=at)
    erased = {one["party"]: one for one in lines if "party" in one}
    waiting = Party.objects.filter(pk__in=list(erased), erased_at=None)
    count = 0
    for pk, made in waiting.values_list("pk", "created_at"):
        if made.isoformat() == erased[pk]["made"]:  # the same row, not one of another company
            _again(pk, by=by, at=at)
            count += 1
    return count


@action
def _again(party_id: int, *, by: User, at: datetime) -> None:
    require(by, "customers.erase_person")
    party = Party.objects.select_for_update().get(pk=party_id)
    erase_party(party, by=by, at=at, reason=AGAIN, suppress=True)


@action
def _block(digests: list[str], *, by: User, at: datetime) -> None:
    require(by, "customers.suppress_address")
    rows = [Suppression(digest=one) for one in digests]
    Suppression.objects.bulk_create(rows, ignore_conflicts=True)
