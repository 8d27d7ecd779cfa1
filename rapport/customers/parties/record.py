"""What the record page of a person or a company is made of, as plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.lists.state import ListState
from rapport.core.pagelayouts.queries import Reader, parts_of
from rapport.core.pagelayouts.sheets import Sheet
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import (
    act_of,
    mail_of,
    next_step_of,
    panels,
    points_of,
)
from rapport.customers.parties.queries import Reachable, reachable

STATUS = {"prospect": "info", "customer": "ok", "former": "off"}


def record_of(
    party: Party, reader: Reader, sheet: Sheet, at: datetime, query: QueryDict
) -> dict[str, Any]:
    """Return what both kinds of record pages show."""
    is_kept, user, laid = not party.is_trashed, reader.user, parts_of(reader, sheet)
    return {
        "party": party,
        "status_kind": STATUS[party.lifecycle],
        "reach": reachable([party.pk]).get(party.pk, Reachable()),
        "act": act_of(party, user),
        "mail": mail_of(party, user),
        "panels": [(one, one.address(party) + reader.query) for one in panels(laid.beside)],
        "middle": [(one, one.address(party) + reader.query) for one in panels(laid.main)],
        "reader": reader,
        "points_refresh_on": listed("panels").points_refresh_on,
        "points": points_of(party, user, at) if is_kept else [],
        "step": next_step_of(party, user, at) if is_kept else None,
        "may": {
            verb: is_kept and may(user, f"customers.{verb}_party", party)
            for verb in ("assign", "share", "trash")
        }
        | {"merge": is_kept and may(user, "customers.merge_parties", party)},
        "may_restore": party.is_trashed
        and not party.is_erased
        and may(user, "customers.restore_party", party),
        **_neighbours(party, user, query),
    }


def _neighbours(party: Party, user: User, query: QueryDict) -> dict[str, Any]:
    """Return the way to the records before and after in the list that this one was opened from, and back to it."""
    name = "people" if party.is_person else "organizations"
    one = listed("lists")[name]
    state = ListState.read(query, keep=("list",))
    if state.kept.get("list") != name:
        return {"back": one.address, "previous": "", "next": "", "place": ""}
    before, after = one.spec.neighbours(user, state, party)
    back = one.address + state.query(kept={})

    def neighbour(key: int | None) -> str:
        return reverse(f"{name}:open", args=[key]) + state.query() if key else ""

    return {
        "back": back,
        "previous": neighbour(before),
        "next": neighbour(after),
        "place": reverse("lists:place", args=[name, party.pk]) + state.query(kept={}),
    }
