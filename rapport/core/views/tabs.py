"""The views above a list, as its page draws them, and those pinned to the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.lists.listed import Listed, Ready
from rapport.core.lists.spec import ListSpec, ListState
from rapport.core.lists.state import VIEW
from rapport.core.pages.calling import fixed_url
from rapport.core.views.models import Audience
from rapport.core.views.queries import Found, views_of, views_of_list


@dataclass(frozen=True)
class Tabs:
    """The views of a list, those that come with it (name, address, whether it is this one), the one that is shown, and what can be done with it."""

    ready: list[tuple[str, str, bool]]
    views: list[Found]
    current: Found | None
    is_all: bool
    is_edited: bool
    may_edit: bool
    new_url: str
    counts_url: str
    order_url: str
    automate_url: str
    query: str


@dataclass(frozen=True)
class Pin:
    """A view in the navigation."""

    label: str
    address: str
    is_current: bool


def tabs(spec: ListSpec, user: User, state: ListState) -> Tabs | None:
    """Return what stands above a list; nothing for who may not save views."""
    if not may(user, "core.save_view"):
        return None
    found, query = views_of_list(user, spec.name), state.saved()
    asked = state.kept.get(VIEW, "")
    current = next((view for view in found if str(view.id) == asked), None)
    ready = next((one for one in _ready(spec) if one.key == asked), None)
    return Tabs(
        ready=[(str(one.label), one.address, one is ready) for one in _ready(spec)],
        views=found,
        current=current,
        is_all=current is None and ready is None,
        is_edited=query != _as_kept(current, ready),
        may_edit=current is not None and _may_edit(user, current),
        new_url=fixed_url("views:new", spec.name) + state.at_top().query(),
        counts_url=fixed_url("views:counts", spec.name) if found else "",
        order_url=fixed_url("views:order", spec.name) if len(found) > 1 else "",
        automate_url=_automate(spec, user, current),
        query=query,
    )


def pins(request: HttpRequest) -> list[Pin]:
    """Return the views that the user pinned, for the navigation."""
    user: Any = request.user
    lists = listed("lists")
    asked = request.GET.get(VIEW)
    return [
        Pin(
            label=view.name,
            address=lists[view.list_name].address + view.address,
            is_current=asked == str(view.id) and request.path == lists[view.list_name].address,
        )
        for view in sorted(views_of(user), key=lambda view: view.id)
        if view.pinned and view.list_name in lists
    ]


def _ready(spec: ListSpec) -> Sequence[Ready]:
    one: Listed | None = listed("lists").get(spec.name)
    return one.ready if one else ()


def _as_kept(current: Found | None, ready: Ready | None) -> str:
    """Return what the view that is shown was kept with."""
    if current is not None:
        return current.query
    return ready.state.saved() if ready else ""


def _automate(spec: ListSpec, user: User, current: Found | None) -> str:
    """Return where an automation for the view begins; nothing for who may not set one up."""
    if current is None or spec.name not in listed("automation"):
        return ""
    is_hers = may(user, "core.manage_automations")
    return f"{fixed_url('automation:add')}?view={current.id}" if is_hers else ""


def _may_edit(user: User, view: Found) -> bool:
    shared = view.audience != Audience.PRIVATE
    return view.owner_id == user.pk or (shared and may(user, "core.share_view"))
