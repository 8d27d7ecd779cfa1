"""The first page: what is to be done today, and why; each part of it comes by a request of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may, role_name
from rapport.core.errors import Missing
from rapport.core.home import actions, queries
from rapport.core.home.arranging import WAYS, moved
from rapport.core.home.widgets import Place, Reader
from rapport.core.onboarding.queries import has_open
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, go, page, toast
from rapport.core.roles.queries import role, role_lines

MANAGE = "core.arrange_role_home"


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the frame of the user's home page; its parts are fetched one by one."""
    user, verb = caller(request), queries.home().verb
    context = {
        "day": timezone.localdate(),
        "arranged": queries.page_of(user),
        "verb": verb.option() if may(user, verb.right) else None,
        "has_steps": has_open(user),
    }
    return page(request, "core/home/home.html", context)


@login_required
@require_safe
def part(request: HttpRequest, name: str) -> HttpResponse:
    """Show one part of a home page."""
    user = caller(request)
    widget = queries.widget_of(user, name)
    reader = Reader(user, timezone.now(), timezone.localdate())
    return page(request, widget.template, {"widget": widget, **widget.read(reader)})


@login_required
@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    """Show what stands where on the user's own home page, and keep what she changed."""
    user = caller(request)
    if request.method == "POST":
        before = queries.page_of(user)
        wanted = _sent(request.POST or request.GET)
        actions.arrange_home(by=user, at=timezone.now(), main=wanted.main, beside=wanted.beside)
        toast(request, _("Home page arranged."), undo=_back_to(before))
        return done(request, reverse("home"))
    context = {"arranged": queries.page_of(user), "role": None, "name": ""}
    return page(request, "core/home/arrange.html", context)


@login_required
@require_POST
def place(request: HttpRequest, name: str) -> HttpResponse:
    """Move one part of the user's own home page, or take it off."""
    user, way = caller(request), request.GET.get("way", "")
    if way not in WAYS:
        raise Missing
    before = queries.page_of(user)
    wanted = moved(before.place, queries.widget_of(user, name).name, way)
    actions.arrange_home(by=user, at=timezone.now(), main=wanted.main, beside=wanted.beside)
    said = _("Taken off your home page.") if way == "out" else _("Moved.")
    toast(request, said, undo=_back_to(before))
    return done(request, reverse("home"))


@login_required
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Take the home page of the user's role again."""
    user = caller(request)
    before = queries.page_of(user)
    actions.reset_home(by=user, at=timezone.now())
    toast(request, _("Your home page is that of your role again."), undo=_back_to(before))
    return go(request, reverse("home"))


@needs(MANAGE)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the roles, and whose home page the company arranged."""
    context = {"lines": role_lines(), "own": queries.roles_with_own()}
    return page(request, "core/home/roles.html", context)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def of_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Show what stands where on the home page of a role, and keep what was changed."""
    user, row = caller(request), role(role_id)
    if request.method == "POST":
        wanted, version = _sent(request.POST), request.POST.get("version", "")
        actions.arrange_role_home(
            row.pk,
            by=user,
            at=timezone.now(),
            main=wanted.main,
            beside=wanted.beside,
            version=int(version) if version.isascii() and version[:9].isdigit() else None,
        )
        toast(request, _("Home page arranged."), undo=True)
        return go(request, reverse("home:roles"))
    context = {"arranged": queries.of_role(row, user), "role": row, "name": role_name(row)}
    return page(request, "core/home/arrange.html", context)


@needs(MANAGE)
@require_POST
def reset_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Give a role the home page with which it was shipped."""
    actions.reset_role_home(role_id, by=caller(request), at=timezone.now())
    toast(request, _("The home page is as shipped again."), undo=True)
    return go(request, reverse("home:roles"))


def _sent(data: QueryDict) -> Place:
    """Return what stands where: each part in its order, and beside it the column that was chosen for it."""
    chosen: dict[str, list[str]] = {"main": [], "beside": []}
    for name in data.getlist("part")[:100]:
        chosen.get(data.get(f"where-{name}", ""), []).append(name)
    return Place(chosen["main"], chosen["beside"])


def _back_to(before: queries.Arranged) -> str:
    """Return the address by which Undo brings the home page back as it was."""
    if not before.is_own:
        return reverse("home:reset")
    sent: list[tuple[str, Any]] = []
    for column, names in (("main", before.place.main), ("beside", before.place.beside)):
        for name in names:
            sent += [("part", name), (f"where-{name}", column)]
    return f"{reverse('home:arrange')}?{urlencode(sent)}"
