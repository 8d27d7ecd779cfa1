"""What every list shares: the dialog that adds a filter, and the count that never holds up the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rapport.core.assembly import listed
from rapport.core.company.queries import company
from rapport.core.errors import Missing
from rapport.core.lists.charting import SHAPES, charting
from rapport.core.lists.charts import figures
from rapport.core.lists.filters import Filter
from rapport.core.lists.findings import finding
from rapport.core.lists.foot import LABELS, foot, offered, told
from rapport.core.lists.forms import FilterForm
from rapport.core.lists.sections import counts, mark_of
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import BACK, ListState, Show
from rapport.core.lists.table import counted
from rapport.core.pages.formats import money_short, number
from rapport.core.pages.rendering import go, page

MOST = 1_000  # rows that are counted to tell a record's place


class NoSuchList(Missing):
    """There is no such list."""


def _spec(name: str) -> tuple[ListSpec, str]:
    found = listed("lists").get(name)
    if found is None:
        raise NoSuchList
    return found.spec, found.address


@login_required
@require_safe
def count(request: HttpRequest, name: str) -> HttpResponse:
    """Answer how many rows match, for the bar of the list."""
    spec, _address = _spec(name)
    text = counted(spec, request.user, ListState.read(request.GET))  # type: ignore[arg-type]
    return page(request, "core/lists/count.html", {"count": text})


@login_required
@require_safe
def count_sections(request: HttpRequest, name: str) -> HttpResponse:
    """Answer how many rows each section of a grouped list holds."""
    user: Any = request.user
    spec, _address = _spec(name)
    found = counts(spec, user, ListState.read(request.GET))
    base = company().base_currency
    shown = [
        (mark_of(key), number(one.count), [money_short(amount, base) for amount in one.sums])
        for key, one in found.items()
    ]
    return page(request, "core/lists/sections.html", {"counts": shown})


@login_required
@require_safe
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the chart of a list: its finding, its drawing and its table; estimated of very many rows unless asked for exactly."""
    user: Any = request.user
    spec, address = _spec(name)
    state = ListState.read(request.GET)
    asked = charting(spec, user, state)
    found = figures(spec, user, state, asked, exact="exact" in request.GET)
    told = finding(asked, found, user)
    shapes = [
        {"label": label, "icon": sign, "current": key == told.shape}
        | {"url": address + state.query(shape=key)}
        for key, (label, sign) in SHAPES.items()
        if key in told.shapes
    ]
    exact = reverse("lists:chart", args=[name]) + state.adding("exact") + "1"
    context = {"asked": asked, "found": found, "finding": told, "address": address}
    return page(request, "core/lists/chart.html", context | {"shapes": shapes, "exact": exact})


@login_required
@require_safe
def below(request: HttpRequest, name: str) -> HttpResponse:
    """Answer what stands below the columns: sums and counts of all rows that match, estimated unless asked for exactly."""
    user: Any = request.user
    spec, _address = _spec(name)
    state = ListState.read(request.GET, keep=("select",))
    found = foot(spec, user, state, exact="exact" in request.GET)
    address = reverse("lists:foot", args=[name]) + state.query()
    context = {"foot": found, "select": "select" in state.kept, "exact": f"{address}&exact=1"}
    return page(request, "core/lists/foot.html", context)


@login_required
@require_safe
def choose_figure(request: HttpRequest, name: str, column: str) -> HttpResponse:
    """Ask what to tell below a column."""
    user: Any = request.user
    spec, address = _spec(name)
    state = ListState.read(request.GET)
    now = told(spec, user, state)
    choices = [
        (label, address + state.query(foot=tuple((now | {column: figure}).items())), figure)
        for figure, label in [(one, LABELS[one]) for one in offered(spec.column(column, user))]
        + [("", _("Nothing"))]
    ]
    context = {
        "column": spec.column(column, user),
        "choices": choices,
        "now": now.get(column, ""),
        "address": address + state.query(),
    }
    return page(request, "core/lists/figure.html", context)


@login_required
@require_safe
def place(request: HttpRequest, name: str, row_id: int) -> HttpResponse:
    """Answer which row of a list a record is, such as 4 / 93; nothing where that would be slow to know."""
    user: Any = request.user
    spec, _address = _spec(name)
    state = ListState.read(request.GET)
    row = spec.matching(user, state).filter(pk=row_id).first()
    if row is None:
        raise Missing
    at, total = spec.place(user, state, row, MOST)
    shown = number(MOST) + "+" if total > MOST else number(total)
    text = f"{number(at)} / {shown}" if at <= MOST else ""
    return page(request, "core/lists/count.html", {"count": text})


@login_required
@require_safe
def filter_list(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the column, then for operator and value; then go to the list with one filter more."""
    user: Any = request.user
    spec, address = _spec(name)
    state = ListState.read(request.GET, keep=(BACK,))
    address = _within(state.kept.get(BACK, "")) or address
    group = request.GET.get("group", "")[:2]
    common = {"state": state, "name": name, "address": address + state.query(), "group": group}
    if "column" not in request.GET:
        columns = [c for c in spec.columns_for(user) if c.filterable]
        context = {**common, "columns": columns, "title": _("Filter by")}
        return page(request, "core/lists/columns.html", context)
    column = spec.column(request.GET["column"], user)
    old = Filter.read(request.GET["old"]) if request.GET.get("old") else None
    asked = "operator" in request.GET
    form = FilterForm(
        request.GET if asked else None, column=column, user=user, initial=_initial(old)
    )
    if asked and form.is_valid():
        new, into = form.cleaned_data["filter"], int(group) if group.isdecimal() else None
        filters = state.filters.replacing(old, new) if old else state.filters.beside(new, into)
        return go(request, address + state.query(filters=filters))
    context = {**common, "form": form, "column": column, "old": old}
    status = 422 if asked else 200
    return page(request, "core/lists/filter.html", context, status=status)


@login_required
@require_safe
def choose_columns(request: HttpRequest, name: str) -> HttpResponse:
    """Ask which columns to show in which order; then go to the list that shows them."""
    user: Any = request.user
    spec, address = _spec(name)
    state = ListState.read(request.GET)
    shown = {show.name: show for show in spec.shown_for(user, state)}
    main = shown.pop(spec.main.name)
    if "shown" in request.GET:
        wanted = [_sized(request, one) for one in request.GET.getlist("shown") if one]
        chosen = replace(state, columns=(main, *wanted))
        spec.shown_for(user, chosen)  # refuses what she may not know of
        return go(request, address + chosen.query())
    others = [c for c in spec.columns_for(user) if c.is_readable and c.name not in shown]
    columns = [spec.column(one, user) for one in shown]
    context = {
        "name": name,
        "state": state,
        "address": address + state.query(),
        "reset": address + state.query(columns=(), frozen=0),
        "main": spec.main,
        "columns": [(column, True, shown[column.name].width) for column in columns]
        + [(column, False, None) for column in others if column is not spec.main],
    }
    return page(request, "core/lists/choose.html", context)


def _within(address: str) -> str:
    """Return an address of our own, empty for any other."""
    return address if address.startswith("/settings/") else ""


def _sized(request: HttpRequest, name: str) -> Show:
    """Return a column with the width that was asked for, if any."""
    width = request.GET.get(f"width_{name}", "").strip()
    return Show.read(f"{name}.{width}" if width else name)


def _initial(old: Filter | None) -> dict[str, Any]:
    if old is None:
        return {}
    return {
        "operator": old.operator,
        "value": old.value.split("|") if old.operator == "any" else old.value,
    }
