"""Saving a list as a view, changing one, and counting what each holds after the page is there."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.lists.state import ListState
from rapport.core.pages.dialogs import Question, ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.formats import number
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, go, page, toast
from rapport.core.views import actions
from rapport.core.views.forms import NOT, FollowForm, ViewForm
from rapport.core.views.queries import LIMIT, address_of, counted, view_of, views_of_list

MOST = 200  # tabs
FRESH = 60  # seconds that a count is shown without asking again


@needs("core.save_view")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for a name, and save the list as it stands in the address."""
    user, query = caller(request), ListState.read(request.GET).saved()
    address = _address(name)
    return ask(
        request,
        ViewForm(request.POST or None, user=user),
        title=_("Save view"),
        submit=_("Save"),
        text=_("Filters, sort and columns are kept under a name."),
        save=lambda typed: actions.save_view(
            name, by=user, at=timezone.now(), query=query, **typed
        ),
        said=_("View saved."),
        back=f"{address}?{query}",
        onward=address_of,
    )


@needs("core.save_view")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, view_id: int) -> HttpResponse:
    """Ask for another name and who finds the view."""
    user = caller(request)
    view = view_of(user, view_id)
    before = {"name": view.name, "audience": view.audience}

    def build(data: QueryDict | None) -> ViewForm:
        return ViewForm(data, user=user, initial=before)

    editing = Editing(request, build, view)
    return ask(
        request,
        editing,
        title=_("Rename or share view"),
        submit=_("Save"),
        save=lambda typed: actions.edit_view(
            view.pk, by=user, at=timezone.now(), version=editing.version, **typed
        ),
        said=_("View saved."),
        back=address_of(view),
    )


@needs("core.save_view")
@require_POST
def save(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let the view show what the list shows now."""
    query = request.POST.get("query", "")
    view = actions.edit_view(view_id, by=caller(request), at=timezone.now(), query=query)
    toast(request, _("View saved."), undo=True)
    return go(request, address_of(view))


@needs("core.save_view")
@require_POST
def pin(request: HttpRequest, view_id: int) -> HttpResponse:
    """Keep the view in the navigation, or take it out."""
    pinned = request.GET.get("pinned") == "yes"
    view = actions.pin_view(view_id, by=caller(request), at=timezone.now(), pinned=pinned)
    toast(request, _("Pinned.") if pinned else _("No longer pinned."))
    return go(request, address_of(view))


@needs("core.save_view")
@require_POST
def open_with(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let the user's list open with this view, or no longer."""
    opens = request.GET.get("opens") == "yes"
    view = actions.open_with(view_id, by=caller(request), at=timezone.now(), opens=opens)
    told = _("The list opens with this view.") if opens else _("The list opens with all.")
    toast(request, told)
    return go(request, address_of(view))


@needs("core.save_view")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the order of the tabs above a list, and keep it."""
    user, address = caller(request), _address(name)
    before = [view.id for view in views_of_list(user, name)]
    if request.method == "POST":
        sent = (request.POST or request.GET).getlist("view")[:MOST]
        wanted = [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 19]
        actions.order_views(name, by=user, at=timezone.now(), view_ids=wanted)
        toast(request, _("Views put in order."), undo=_order_again(name, before))
        return done(request, address)
    context = {"views": views_of_list(user, name), "name": name, "address": address}
    return page(request, "core/views/order.html", context)


@needs("core.save_view")
@require_POST
def move(request: HttpRequest, view_id: int) -> HttpResponse:
    """Move a tab one place to the left or the right."""
    user = caller(request)
    view = view_of(user, view_id)
    before = [one.id for one in views_of_list(user, view.list_name)]
    now, at = before.copy(), before.index(view.pk)
    to = at + (-1 if request.GET.get("way") == "left" else 1)
    if 0 <= to < len(now):
        now[at], now[to] = now[to], now[at]
    actions.order_views(view.list_name, by=user, at=timezone.now(), view_ids=now)
    toast(request, _("Moved."), undo=_order_again(view.list_name, before))
    return go(request, address_of(view))


def _order_again(name: str, before: list[int]) -> str:
    """Return the address by which Undo puts the tabs back."""
    return f"{reverse('views:order', args=[name])}?{urlencode([('view', one) for one in before])}"


@needs("core.save_view")
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, view_id: int) -> HttpResponse:
    """Ask how to be told of what enters the view."""
    user = caller(request)
    view = view_of(user, view_id)
    now = next(
        (one.follows for one in views_of_list(user, view.list_name) if one.id == view.pk), ""
    )
    return ask(
        request,
        FollowForm(request.POST or None, initial={"how": now or NOT}),
        title=_("Follow “%(view)s”") % {"view": view.name},
        submit=_("Save"),
        save=lambda typed: actions.follow_view(view.pk, by=user, at=timezone.now(), **typed),
        said=_("Saved."),
        back=address_of(view),
        undo=False,
    )


@needs("core.save_view")
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Ask before a view is deleted, and say who else loses it."""
    user = caller(request)
    view = view_of(user, view_id)
    text = _("The records in it stay. Undo brings the view back.")
    if view.audience != "private":
        text = _("Everybody who finds it loses it. The records in it stay.")
    return ask(
        request,
        Question(request.POST if request.method == "POST" else None),
        title=_("Delete view “%(view)s”?") % {"view": view.name},
        submit=_("Delete"),
        text=text,
        kind="danger",
        save=lambda typed: actions.delete_view(view.pk, by=user, at=timezone.now()),
        said=_("View deleted."),
        back=_address(view.list_name),
        onward=lambda _view: _address(view.list_name),
    )


@needs("core.save_view")
@require_safe
def counts(request: HttpRequest, name: str) -> HttpResponse:
    """Answer how many records each view holds for this user, kept for a minute."""
    user = caller(request)
    found = views_of_list(user, name)
    keys = {view.id: f"view-count-{view.id}-{view.version}-{user.pk}" for view in found}
    known = cache.get_many(keys.values())
    fresh: dict[str, int] = {}
    told = []
    for view in found:
        count = known.get(keys[view.id])
        if count is None and (count := counted(user, name, view.query)) is not None:
            fresh[keys[view.id]] = count
        told.append((view.id, "" if count is None else _words(count)))
    cache.set_many(fresh, FRESH)
    return page(request, "core/views/counts.html", {"counts": told})


def _words(count: int) -> str:
    return f"{number(LIMIT)}+" if count > LIMIT else number(count)


def _address(name: str) -> str:
    found = listed("lists").get(name)
    if found is None:
        raise Missing
    return str(found.address)
