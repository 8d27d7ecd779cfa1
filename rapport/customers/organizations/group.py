"""The group of companies around one of them, as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse

from rapport.core.access.models import User
from rapport.customers.parties.models import Party

MOST = 300  # companies of one tree
DEPTH = 50
GROUP = """
WITH RECURSIVE above AS (
  SELECT party_id, parent_id, 0 AS depth FROM customers_organization WHERE party_id = %(id)s
  UNION ALL
  SELECT o.party_id, o.parent_id, a.depth + 1 FROM customers_organization o JOIN above a ON o.party_id = a.parent_id
  WHERE a.depth < %(depth)s
), below AS (
  (SELECT party_id, parent_id, 0 AS depth FROM above ORDER BY above.depth DESC LIMIT 1)
  UNION ALL
  SELECT o.party_id, o.parent_id, b.depth + 1 FROM customers_organization o JOIN below b ON o.parent_id = b.party_id
  WHERE b.depth < %(depth)s
) SELECT party_id, parent_id FROM below LIMIT %(most)s"""


@dataclass
class Company:
    """A company of the group, with those that belong to it."""

    name: str
    title: str
    url: str
    here: bool = False
    reports: list[Company] = field(default_factory=list)


def group_of(user: User, organization_id: int) -> list[Company]:
    """Return the group that a company belongs to, as far as the user may see it; nothing when it stands alone.

    Whoever belongs to a company that cannot be seen stands at the top. Two queries besides the right.
    """
    values = {"id": organization_id, "depth": DEPTH, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(GROUP, values)
        parent: dict[int, int | None] = dict(cursor.fetchall())
    seen = Party.objects.visible_to(user).kept().filter(pk__in=parent).order_by("sort_key", "pk")
    nodes = {one.pk: _company(one, organization_id) for one in seen}
    if len(nodes) < 2:
        return []
    tops: list[Company] = []
    for pk, node in nodes.items():
        above = nodes.get(parent[pk] or 0)
        (above.reports if above else tops).append(node)
    return tops


def _company(party: Party, here: int) -> Company:
    url = reverse("organizations:open", args=[party.pk])
    return Company(party.display_name, party.city, url, here=party.pk == here)
