"""Reading who works where, and the org chart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.parties.models import Party

MOST = 300  # people of one chart; larger companies are read in the list


@dataclass
class Node:
    """A place in the org chart, with those below."""

    name: str
    title: str
    url: str
    here: bool = False
    reports: list[Node] = field(default_factory=list)


def places_of(user: User, person_id: int) -> list[Affiliation]:
    """Return where a person works and worked, the running ones first."""
    seen = Party.objects.visible_to(user).organizations()
    found = Affiliation.objects.filter(person=person_id, organization__party__in=seen)
    found = found.select_related("organization__party", "reports_to__person__party")
    return sorted(found, key=lambda one: (one.until is not None, not one.is_primary, one.pk))


def people_of(user: User, organization_id: int) -> QuerySet[Affiliation]:
    """Return who works at an organization, as far as the user may see them."""
    running = Affiliation.objects.visible_to(user).filter(
        organization=organization_id, until=None, person__party__trashed_at=None
    )
    return running.select_related("person__party").order_by("person__party__sort_key", "pk")


def affiliation_of(user: User, affiliation_id: int) -> Affiliation:
    """Return one place. Errors: Missing."""
    found = Affiliation.objects.visible_to(user).filter(pk=affiliation_id)
    affiliation = found.select_related("person__party", "organization__party").first()
    if affiliation is None:
        raise Missing
    return affiliation


def chart(user: User, organization_id: int, here: int = 0) -> list[Node]:
    """Return the org chart: who reports to nobody visible stands at the top. `here` is the person looked at."""
    people = list(people_of(user, organization_id)[:MOST])
    nodes = {one.pk: _node(one, here) for one in people}
    tops: list[Node] = []
    for one in people:
        above = nodes.get(one.reports_to_id or 0)
        (above.reports if above else tops).append(nodes[one.pk])
    return tops


def around(tops: list[Node]) -> list[Node]:
    """Return the part of a chart around the person looked at: those above, herself, those below."""
    for top in tops:
        line = _line(top)
        if line:
            return [line]
    return []


def _line(node: Node) -> Node | None:
    if node.here:
        return node
    for below in node.reports:
        line = _line(below)
        if line:
            return Node(node.name, node.title, node.url, reports=[line])
    return None


def _node(one: Affiliation, here: int) -> Node:
    party: Any = one.person.party
    url = reverse("people:open", args=[party.pk])
    return Node(party.display_name, one.title, url, here=party.pk == here)
