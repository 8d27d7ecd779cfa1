"""Orders: the list, one of them, a new one, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.company.queries import company
from rapport.core.errors import Conflict, Invalid
from rapport.core.lists.state import ListState
from rapport.core.lists.table import forgiven, table
from rapport.core.pagelayouts.queries import laid_out, page_of, reader_of
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import done, go, page, toast
from rapport.core.search.recent import remember_opened
from rapport.core.views.opening import opens_with_own_view
from rapport.customers.parties.models import Party
from rapport.customers.parties.queries import party_of
from rapport.sales.orders import actions, cells, queries
from rapport.sales.orders.forms import Lines, OrderForm, SettleForm, head_of, lines_for
from rapport.sales.orders.layouts import ORDER, ORDER_FORM
from rapport.sales.orders.line_part import LinesPart
from rapport.sales.orders.lists import ORDERS

VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "deliver": (actions.deliver_order, "sales.deliver_order"),
    "return": (actions.return_order, "sales.return_order"),
    "cancel": (actions.cancel_order, "sales.cancel_order"),
}


@needs("sales.view_order")
@require_safe
@opens_with_own_view("orders")
def list_orders(request: HttpRequest) -> HttpResponse:
    """Show the orders the user may see, latest first."""
    user, state = caller(request), ListState.read(request.GET)
    context = {
        "table": forgiven(state, lambda asked: table(ORDERS, user, asked, cells.leads, cells.OWN)),
        "may_place": may(user, "sales.place_order"),
        "may_import": may(user, "core.import_data"),
    }
    return page(request, "sales/orders/list.html", context)


@needs("sales.view_order")
@require_safe
def open_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show one order with its lines, and what can be done with it."""
    user, order = caller(request), queries.order(caller(request), order_id)
    remember_opened(user, "order", order.pk, at=timezone.now())
    verbs = ("edit", "deliver", "return", "cancel", "settle", "credit")
    context = {
        **cells.CELLS,
        "order": order,
        "lines": queries.lines_of(order),
        "credit_notes": queries.credit_notes_of(order),
        "base": company().base_currency,
        "may": {verb: may(user, f"sales.{verb}_order", order) for verb in verbs},
        **page_of(reader_of(request, user), ORDER, cells.facts(order)),
    }
    return page(request, "sales/orders/open.html", context)


@needs("sales.place_order")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for an order, and place it."""
    initial = {
        "party": request.GET.get("party") or None,
        "ordered_at": timezone.localtime(),
        "currency": company().base_currency,
        "source": "staff",
    }
    reader = reader_of(request, caller(request))
    form = OrderForm(request.POST or None, initial=initial, laid=laid_out(reader, ORDER_FORM))
    lines = Lines(request.POST or None)
    if _is_sent(request) and form.is_valid() and lines.is_valid():
        try:
            order = actions.place_order(
                by=caller(request), at=timezone.now(), lines=_lines(lines), **form.head()
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Order %(number)s placed.") % {"number": order.number}, undo=True)
            return go(request, reverse("orders:open", args=[order.pk]))
    context = _context(caller(request), form, lines)
    context |= {"form": form, "order": None, "reader": reader}
    status = 422 if form.errors or any(lines.errors) else 200
    return page(request, "sales/orders/form.html", context, status=status)


@needs("sales.edit_order")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Change an order; its lines as long as it is not delivered."""
    order = queries.order(caller(request), order_id)
    user, start = caller(request), head_of(order)
    reader = reader_of(request, user)
    laid, asks_lines = laid_out(reader, ORDER_FORM), order.delivered_at is None
    sold = LinesPart(Lines, lines_for(queries.lines_of(order)), order.currency)
    editing = Editing(
        request,
        lambda data: OrderForm(data, initial=start, laid=laid, asks_lines=asks_lines),
        order,
        shown={"party": lambda raw: queries.party_name(user, str(raw))},
        beside=(sold,),
    )
    form, lines = editing.form, sold.formset(editing.data)
    if editing.data is not None and editing.is_ready and lines.is_valid():
        try:
            actions.edit_order(
                order.pk,
                by=caller(request),
                at=timezone.now(),
                version=editing.version,
                lines=_lines(lines) if sold.differs(editing.data) else None,
                **form.head(),
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Saved."), undo=True)
            return go(request, reverse("orders:open", args=[order.pk]))
    context = _context(user, form, lines) | {"order": order, "reader": reader}
    return editing.show("sales/orders/form.html", context, wrong=any(lines.errors))


def _is_sent(request: HttpRequest) -> bool:
    return request.method == "POST"


def _lines(lines: Any) -> list[Any]:
    filled = [line for line in lines if not line.is_blank]
    prices = queries.list_prices([line.cleaned_data["product"] for line in filled])
    return [line.line(prices) for line in filled]


def _context(user: User, form: OrderForm, lines: Any) -> dict[str, Any]:
    party_id = form["party"].value()
    visible = Party.objects.visible_to(user)
    party = visible.filter(pk=party_id).first() if str(party_id or "").isdecimal() else None
    products = queries.product_names([line["product"].value() for line in lines])
    return {"lines": lines, "party": party, "products": products}


@needs("sales.view_order")
@require_POST
def act(request: HttpRequest, order_id: int, verb: str) -> HttpResponse:
    """Deliver, take back or cancel an order."""
    VERBS[verb][0](order_id, by=caller(request), at=timezone.now())
    said = {"deliver": _("Delivered."), "return": _("Returned."), "cancel": _("Cancelled.")}
    toast(request, said[verb], undo=True)
    return go(request, reverse("orders:open", args=[order_id]))


@needs("sales.settle_order")
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, order_id: int) -> HttpResponse:
    """Ask what was paid, and record it."""
    order = queries.order(caller(request), order_id)
    due = order.total - order.paid_total
    form = SettleForm(request.POST or None, initial={"amount": due if due > 0 else None})
    if form.is_valid():
        try:
            actions.settle_order(
                order.pk, by=caller(request), at=timezone.now(), amount=form.cleaned_data["amount"]
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Payment recorded."), undo=True)
            return done(request, reverse("orders:open", args=[order.pk]))
    status = 422 if form.errors else 200
    context = {"form": form, "order": order}
    return page(request, "sales/orders/settle.html", context, status=status)


@needs("sales.view_order")
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show a customer's orders beside his record."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {
        **cells.CELLS,
        "party_id": party.pk,
        "bought": queries.bought_by(user, party.pk),
        "base": company().base_currency,
        "may_place": may(user, "sales.place_order"),
    }
    return page(request, "sales/orders/panel.html", context)
