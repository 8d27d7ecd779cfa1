"""The catalogue, one product, and what can be done with it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.catalog.products import actions, queries
from rapport.catalog.products.actions import EDITABLE
from rapport.catalog.products.cells import facts, leads, on_sale
from rapport.catalog.products.forms import ProductForm
from rapport.catalog.products.layouts import PRODUCT, PRODUCT_FORM
from rapport.catalog.products.lists import PRODUCTS
from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.company.queries import company
from rapport.core.errors import Conflict, Invalid
from rapport.core.lists.state import ListState
from rapport.core.lists.table import forgiven, table
from rapport.core.pagelayouts.queries import laid_out, page_of, reader_of
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.core.search.recent import remember_opened
from rapport.core.views.opening import opens_with_own_view


@needs("catalog.view_product")
@require_safe
@opens_with_own_view("products")
def list_products(request: HttpRequest) -> HttpResponse:
    """Show what can be sold."""
    user, state = caller(request), ListState.read(request.GET)
    own = {"active_until": lambda rows: partial(on_sale, today=timezone.localdate())}
    context = {
        "table": forgiven(state, lambda asked: table(PRODUCTS, user, asked, leads, own)),
        "may_create": may(user, "catalog.create_product"),
        "may_import": may(user, "core.import_data"),
    }
    return page(request, "catalog/products/list.html", context)


@needs("catalog.view_product")
@require_safe
def open_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """Show one product and the other descriptions it is found by."""
    user, product = caller(request), queries.product(caller(request), product_id)
    remember_opened(user, "product", product.pk, at=timezone.now())
    today = timezone.localdate()
    context = {
        "product": product,
        "aliases": list(product.aliases.order_by("text")[:200]),
        "is_sold": product.is_sold_on(today),
        **page_of(reader_of(request, user), PRODUCT, facts(product, today)),
        "may_edit": may(user, "catalog.edit_product"),
        "may_retire": may(user, "catalog.retire_product"),
    }
    return page(request, "catalog/products/open.html", context)


@needs("catalog.create_product")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a new product, and add it."""
    initial = {"currency": company().base_currency, **request.GET.dict()}
    laid = laid_out(reader_of(request, caller(request)), PRODUCT_FORM)
    form = ProductForm(request.POST or None, initial=initial, laid=laid)
    if form.is_valid():
        try:
            product = actions.create_product(
                by=caller(request), at=timezone.now(), **form.cleaned_data
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("%(name)s added.") % {"name": product.name}, undo=True)
            return go(request, reverse("products:open", args=[product.pk]))
    status = 422 if form.errors else 200
    context = {"form": form, "product": None, "reader": reader_of(request, caller(request))}
    return page(request, "catalog/products/form.html", context, status=status)


@needs("catalog.edit_product")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, product_id: int) -> HttpResponse:
    """Change a product."""
    product = queries.product(caller(request), product_id)
    initial = {name: getattr(product, name) for name in EDITABLE}
    reader = reader_of(request, caller(request))
    laid = laid_out(reader, PRODUCT_FORM)
    editing = Editing(request, lambda data: ProductForm(data, initial=initial, laid=laid), product)
    form = editing.form
    if editing.is_ready:
        try:
            actions.edit_product(
                product.pk,
                by=caller(request),
                at=timezone.now(),
                version=editing.version,
                **form.cleaned_data,
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Saved."), undo=True)
            return go(request, reverse("products:open", args=[product.pk]))
    return editing.show("catalog/products/form.html", {"product": product, "reader": reader})


@needs("catalog.retire_product")
@require_POST
def retire(request: HttpRequest, product_id: int) -> HttpResponse:
    """Take a product off sale today."""
    actions.retire_product(
        product_id, by=caller(request), at=timezone.now(), on=timezone.localdate()
    )
    toast(request, _("Off sale after today."), undo=True)
    return go(request, reverse("products:open", args=[product_id]))


@needs("catalog.retire_product")
@require_POST
def reinstate(request: HttpRequest, product_id: int) -> HttpResponse:
    """Put a product on sale again."""
    actions.reinstate_product(product_id, by=caller(request), at=timezone.now())
    toast(request, _("On sale again."), undo=True)
    return go(request, reverse("products:open", args=[product_id]))


@needs("catalog.view_product")
@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Answer the products that match what is typed into a field."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = queries.to_pick(caller(request), words, timezone.localdate())
    return page(request, "catalog/products/pick.html", {"products": found})
