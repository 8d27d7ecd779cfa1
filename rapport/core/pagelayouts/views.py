"""Settings: where the parts and fields of records' pages and forms stand, for each role."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.actions import StaleVersion
from rapport.core.access.caller import caller
from rapport.core.access.models import Role
from rapport.core.access.queries import role_name
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.pagelayouts import actions, queries
from rapport.core.pagelayouts.queries import RIGHT, TRIED
from rapport.core.pagelayouts.sent import board, wanted
from rapport.core.pagelayouts.sheets import Arranged, Sheet
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.core.roles.queries import role_lines


class NothingToShow(Conflict):
    """There is no record yet on which this layout could be shown. Add one first."""


@needs(RIGHT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the first kind of record."""
    return redirect("pagelayouts:roles", next(iter(queries.kinds())))


@needs(RIGHT)
@require_safe
def roles(request: HttpRequest, record: str) -> HttpResponse:
    """Show whose page and form of a kind of record the company arranged."""
    kind = queries.kinds().get(record)
    if kind is None:
        raise Missing
    context = {
        "kinds": queries.kinds().values(),
        "kind": kind,
        "lines": [(0, _("Everybody"), None)]
        + [(line.role.pk, line.name, line.users) for line in role_lines()],
        "own": queries.arranged_for(),
    }
    return page(request, "core/pagelayouts/roles.html", context)


@needs(RIGHT)
@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, sheet: str, role_id: int) -> HttpResponse:
    """Show what stands where on a page or form, and keep what was changed."""
    user, role = caller(request), queries.role_or_everybody(role_id)
    kind, found = queries.sheet_of(sheet)
    laid, error = queries.of_role(found, role, user), ""
    if request.method == "POST":
        seen = request.POST.get("version", "")
        sent = wanted(request.POST)
        try:
            actions.arrange_page(
                sheet,
                by=user,
                at=timezone.now(),
                role_id=role.pk if role else None,
                wanted=sent,
                version=int(seen) if seen.isascii() and seen[:9].isdigit() else None,
            )
        except StaleVersion:
            error = _(
                "Somebody else arranged this meanwhile. Save again to replace that, or load the page anew to see it."
            )
        except Invalid as wrong:
            error = wrong.sentence()
        else:
            toast(request, _("Layout saved."), undo=True)
            return go(request, reverse("pagelayouts:arrange", args=[sheet, role_id]))
        laid = replace(sent, version=laid.version, is_own=laid.is_own)
    context = _context(kind, found, role) | {"board": board(found, laid, role, user)}
    status = 422 if error else 200
    return page(request, "core/pagelayouts/arrange.html", context | {"error": error}, status=status)


@needs(RIGHT)
@require_POST
def reset(request: HttpRequest, sheet: str, role_id: int) -> HttpResponse:
    """Give a role the layout of everybody again, or everybody the shipped one."""
    role = queries.role_or_everybody(role_id)
    _kind, found = queries.sheet_of(sheet)
    actions.reset_page(
        found.name, by=caller(request), at=timezone.now(), role_id=role.pk if role else None
    )
    said = _("This role finds everybody's layout again.") if role else _("As shipped again.")
    toast(request, said, undo=True)
    return go(request, reverse("pagelayouts:arrange", args=[sheet, role_id]))


@needs(RIGHT)
@require_safe
def preview(request: HttpRequest, sheet: str, role_id: int) -> HttpResponse:
    """Lead to a record, or the form, laid out as this role finds it."""
    queries.role_or_everybody(role_id)
    _kind, found = queries.sheet_of(sheet)
    address = found.sample(caller(request))
    if not address:
        raise NothingToShow
    return redirect(f"{address}?{TRIED}={role_id}")


def _context(kind: Arranged, sheet: Sheet, role: Role | None) -> dict[str, object]:
    return {
        "kind": kind,
        "sheet": sheet,
        "role": role,
        "role_id": role.pk if role else 0,
        "name": role_name(role) if role else _("Everybody"),
    }
