"""Saving a list as a view, and what one does with views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import QueryDict

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.assembly import listed
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.lists.layouts import check_layout
from rapport.core.lists.order import Order
from rapport.core.lists.spec import ListSpec, ListState, count_up_to
from rapport.core.notifications.actions import notify
from rapport.core.sentences import NO_NAME
from rapport.core.views.events import ViewDeleted, ViewEdited, ViewSaved
from rapport.core.views.models import Audience, SavedView, ViewUse
from rapport.core.views.queries import address_of, view_of

LONGEST_NAME, LONGEST_QUERY = 60, 10_000
FOLLOWED = 10_000  # rows; a view that holds more enters too many a day to be told of
NAMED = 3


class ViewNamedAlready(Conflict):
    """You have a view of this name here already. Choose another name."""


class ViewTooLong(Invalid):
    """These filters are too long to be saved. Remove some."""


class NoTeamToShareWith(Invalid):
    """You are in no team. Share the view with everybody, or keep it to yourself."""


class ViewTooLargeToFollow(Invalid):
    """This view holds more than 10,000 records. Narrow it, then you can be told what enters."""


class UnknownView(Invalid):
    """One of these views is no longer there, or stands here twice. Load the page anew."""


@action
def save_view(
    list_name: str,
    *,
    by: User,
    at: datetime,
    name: str,
    query: str = "",
    audience: str = Audience.PRIVATE,
) -> SavedView:
    """Save a list as it stands in its address under a name, for oneself, one's team or everybody."""
    require(by, "core.save_view")
    view = SavedView(owner=by, list_name=list_name, query=_checked(list_name, query, by))
    _name_and_share(view, by, name, audience)
    view.save()
    publish(ViewSaved(view_id=view.pk, label=view.name), by=by, at=at)
    return view


@action
def edit_view(
    view_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    name: str | None = None,
    audience: str | None = None,
    query: str | None = None,
) -> SavedView:
    """Rename a view, share it otherwise, or let it show what the list shows now; what is None stays."""
    view = require_row(by, "core.save_view", SavedView, view_id, version=version)
    if query is not None:
        view.query = _checked(view.list_name, query, by)
    _name_and_share(view, by, view.name if name is None else name, audience or view.audience)
    view.save()
    publish(ViewEdited(view_id=view.pk, label=view.name), by=by, at=at)
    return view


@action
def delete_view(view_id: int, *, by: User, at: datetime, version: int | None = None) -> SavedView:
    """Delete a view for all who find it."""
    view = require_row(by, "core.save_view", SavedView, view_id, version=version)
    ViewUse.objects.filter(view=view).delete()
    SavedView.objects.filter(pk=view.pk).delete()
    publish(ViewDeleted(view_id=view.pk, label=view.name), by=by, at=at)
    return view


@action
def pin_view(view_id: int, *, by: User, at: datetime, pinned: bool = True) -> SavedView:
    """Keep a view in one's navigation, or take it out."""
    require(by, "core.save_view")
    view = view_of(by, view_id)
    _use(view, by, is_pinned=pinned)
    return view


@action
def open_with(view_id: int, *, by: User, at: datetime, opens: bool = True) -> SavedView:
    """Let one's list open with this view, or as it is again."""
    require(by, "core.save_view")
    view = view_of(by, view_id)
    ViewUse.objects.filter(user=by, list_name=view.list_name, opens=True).update(opens=False)
    if opens:
        _use(view, by, opens=True)
    return view


@action
def order_views(list_name: str, *, by: User, at: datetime, view_ids: Sequence[int]) -> None:
    """Put the views of a list into an order of one's own; those that are not named come behind. Errors: UnknownView."""
    require(by, "core.save_view")
    _spec(list_name)
    found = SavedView.objects.visible_to(by).filter(list_name=list_name)
    known = {view.pk: view for view in found}
    if len(set(view_ids)) < len(view_ids) or not set(view_ids) <= set(known):
        raise UnknownView
    ViewUse.objects.filter(user=by, list_name=list_name).update(position=None)
    for position, view_id in enumerate(view_ids):
        _use(known[view_id], by, position=position)


@action
def follow_view(view_id: int, *, by: User, at: datetime, how: str) -> SavedView:
    """Be told what enters a view, at once or daily, or no longer. What is in it now is known. Errors: ViewTooLargeToFollow."""
    require(by, "core.save_view")
    view = view_of(by, view_id)
    if how not in ViewUse.Follows.values:
        raise Invalid
    known = _members(view, by) if how else []
    if known is None:
        raise ViewTooLargeToFollow(fields={"how": ViewTooLargeToFollow().sentence()})
    _use(view, by, follows=how, known=known)
    return view


@action
def tell_what_entered(use_id: int, *, by: User, at: datetime) -> int:
    """Tell a follower what entered her view since she was told last; return how many. A part of the job."""
    require(by, "core.save_view")
    use = (
        ViewUse.objects.select_for_update(of=("self",))
        .select_related("user", "view")
        .filter(pk=use_id)
        .exclude(follows="")
        .first()
    )
    if use is None:
        return 0
    try:
        now = _members(use.view, use.user)
    except Invalid:  # a column of it is gone; who opens it is told
        return 0
    if now is None:
        return 0
    new = sorted(set(now) - set(use.known))
    if set(now) != set(use.known):
        use.known = now
        use.save(update_fields=["known"])
    if new:
        _tell(use, new, by, at)
    return len(new)


def _tell(use: ViewUse, new: list[int], by: User, at: datetime) -> None:
    found = listed("lists")[use.view.list_name]
    rows = found.spec.rows(use.user).filter(pk__in=new[:NAMED])
    names = map(str, rows.values_list(found.spec.main.value(use.user), flat=True))
    params = {"view": use.view.name, "count": str(len(new)), "names": ", ".join(names)}
    params |= {"list": use.view.list_name, "ids": " ".join(map(str, new[:NAMED]))}
    kind = "view_entered_more" if len(new) > NAMED else "view_entered"
    link = address_of(use.view)
    notify([use.user_id], kind, params, sender=by, at=at, link=link)


def _spec(list_name: str) -> ListSpec:
    found = listed("lists").get(list_name)
    if found is None:
        raise Missing
    spec: ListSpec = found.spec
    return spec


def _checked(list_name: str, query: str, by: User) -> str:
    """Return the query without a place, in one order of its parts. Errors: what the list says about its filters."""
    if len(query) > LONGEST_QUERY:
        raise ViewTooLong
    state, spec = ListState.read(QueryDict(query.lstrip("?"))), _spec(list_name)
    spec.matching(by, state)
    spec.shown_for(by, state)
    Order.of(spec, by, state)
    check_layout(spec, by, state)
    return state.saved()


def _name_and_share(view: SavedView, by: User, name: str, audience: str) -> None:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        raise Invalid({"name": str(NO_NAME)})
    if audience not in Audience.values:
        raise Invalid({"audience": audience})
    if audience != view.audience or view.pk is None:
        if audience == Audience.PUBLIC:
            require(by, "core.share_view")
        if audience == Audience.TEAM and by.team_id is None:
            raise NoTeamToShareWith(fields={"audience": NoTeamToShareWith().sentence()})
        view.team_id = by.team_id if audience == Audience.TEAM else None
    view.name, view.audience = name, audience
    same = SavedView.objects.filter(
        owner_id=view.owner_id, list_name=view.list_name, name__iexact=name
    )
    if same.exclude(pk=view.pk).exists():
        raise ViewNamedAlready(fields={"name": ViewNamedAlready().sentence()})


def _use(view: SavedView, by: User, **values: object) -> None:
    ViewUse.objects.update_or_create(
        user=by, view=view, defaults={"list_name": view.list_name, **values}
    )


def _members(view: SavedView, user: User) -> list[int] | None:
    """Return the keys of what the view holds for this user; None when it holds too many."""
    state = ListState.read(QueryDict(view.query))
    rows = _spec(view.list_name).matching(user, state)
    if count_up_to(rows, FOLLOWED) > FOLLOWED:
        return None
    return list(rows.order_by("pk").values_list("pk", flat=True))
