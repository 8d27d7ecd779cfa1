"""Which views somebody finds, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Invalid, Missing
from rapport.core.lists.spec import ListState, count_up_to
from rapport.core.lists.state import VIEW
from rapport.core.views.models import SEEN, SavedView, ViewUse

LIMIT = 10_000
# Asked for on every page: by SQL, for a third of what the same costs by the ORM.
FOUND = f"""SELECT v.id, v.version, v.list_name, v.name, v.query, v.audience, v.owner_id, u.is_pinned, u.opens, u.follows
FROM core_savedview v LEFT JOIN core_viewuse u ON u.view_id = v.id AND u.user_id = %s WHERE {SEEN} ORDER BY u.position, v.id"""  # noqa: S608


@dataclass(frozen=True)
class Found:
    """A view as one colleague finds it."""

    id: int
    version: int
    list_name: str
    name: str
    query: str
    audience: str
    owner_id: int
    pinned: bool | None
    opens: bool | None
    follows: str | None

    @property
    def address(self) -> str:
        """Return the query string that shows it."""
        more = f"{VIEW}={self.id}"
        return f"?{self.query}&{more}" if self.query else f"?{more}"


def views_of(user: User) -> list[Found]:
    """Return all views that the user finds, in all lists: in her own order, then in the order they were saved. One query for a request."""
    known: list[Found] | None = user.__dict__.get("_views")
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(FOUND, [user.pk, user.pk, user.team_id])
            known = [Found(*row) for row in cursor.fetchall()]
        user.__dict__["_views"] = known
    return known


def views_of_list(user: User, list_name: str) -> list[Found]:
    """Return the views of one list that the user finds."""
    return [view for view in views_of(user) if view.list_name == list_name]


def view_of(user: User, view_id: int) -> SavedView:
    """Return a view the user finds. Errors: Missing."""
    view = SavedView.objects.visible_to(user).filter(pk=view_id).first()
    if view is None:
        raise Missing
    return view


def followers(how: str) -> dict[int, int]:
    """Return who follows which view this way: key of `ViewUse` → colleague, of those who work here."""
    uses = ViewUse.objects.filter(follows=how, user__left_at=None)
    return dict(uses.order_by("pk").values_list("pk", "user_id"))


def opening(user: User, list_name: str) -> Found | None:
    """Return the view that the user's list opens with, if she chose one."""
    return next((view for view in views_of_list(user, list_name) if view.opens), None)


def address_of(view: SavedView) -> str:
    """Return the address that shows the view."""
    found = listed("lists").get(view.list_name)
    more = f"{VIEW}={view.pk}"
    query = f"{view.query}&{more}" if view.query else more
    return f"{found.address}?{query}" if found else "/"


def counted(user: User, list_name: str, query: str) -> int | None:
    """Return how many records a view holds for this user, LIMIT + 1 for more than that; None when it cannot be shown."""
    found = listed("lists").get(list_name)
    try:
        rows = found.spec.matching(user, ListState.read(QueryDict(query)))
    except Invalid:
        return None
    return count_up_to(rows, LIMIT)
