"""The pages of credit notes: they are written from the order that they take back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, toast
from rapport.sales.creditnotes.actions import credit_order


@needs("sales.credit_order")
@require_POST
def credit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Write a credit note for all that is not credited yet."""
    note = credit_order(order_id, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    toast(request, _("Credit note %(number)s written.") % {"number": note.number})
    return go(request, reverse("orders:open", args=[order_id]))
