"""What the lists of people and of companies share, and the page that asks for a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.bulk.bar import Offer, offers
from rapport.core.errors import Conflict, Invalid
from rapport.core.lists.cells import Own
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import ListState
from rapport.core.lists.table import Table, forgiven, table
from rapport.core.pagelayouts.queries import Reader
from rapport.core.pages.blame import blame
from rapport.core.pages.calling import fixed_url
from rapport.core.pages.rendering import go, page, toast
from rapport.customers.parties import cells
from rapport.customers.parties.models import Party
from rapport.customers.parties.queries import Reachable, reachable


def list_of(
    spec: ListSpec, user: User, query: Mapping[str, Any], on: date, own: Own, sign: str = ""
) -> dict[str, Any]:
    """Return what a list of parties shows, each with its face or this sign; by the list's name a record finds back to it."""
    state = ListState.read(query)  # type: ignore[arg-type]
    ways: dict[int, Reachable] = {}  # of the rows, once they are read

    def make(asked: ListState) -> Table:
        back = asked.query(kept={**asked.kept, "list": spec.name}, after="", before="")
        leads = cells.leads(f"{spec.name}:open", back, ways, sign)
        return table(spec, user, asked, leads, cells.own(ways, on) | dict(own))

    made = forgiven(state, make)
    ways.update(reachable([party.pk for party in made.rows]))
    return {
        "table": made,
        "offers": [*offers(user, spec.name), *_merging(user)],
        "may_import": may(user, "core.import_data"),
    }


def _merging(user: User) -> list[Offer]:
    """Return the button that merges the selection on a page of its own, where the user may."""
    if not may(user, "customers.merge_parties"):
        return []
    return [Offer(_("Merge"), "arrow-merge", fixed_url("merges:choose"))]


def ask_for_new(
    request: HttpRequest,
    form: forms.BaseForm,
    name: str,
    add: Callable[[], Party],
    reader: Reader,
) -> HttpResponse:
    """Ask for a new person or company; once it is added, show it. Where it looks the same as others, they are shown first."""
    found: list[Any] = []
    if form.is_valid():
        try:
            party = add()
        except (Invalid, Conflict) as error:
            found = getattr(error, "candidates", [])
            if not found:
                blame(form, error)
        else:
            toast(request, _("%(name)s added.") % {"name": party.display_name}, undo=True)
            return go(request, reverse(f"{name}:open", args=[party.pk]))
    status = 409 if found else 422 if form.errors else 200
    block = "form" if status > 400 and request.headers.get("HX-Request") else None
    template, context = (
        f"customers/{name}/new.html",
        {"form": form, "reader": reader, "found": found},
    )
    return page(request, template, context, block=block, status=status)
