"""The shape of what the order pages send."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.pagelayouts.asking import lay
from rapport.core.pagelayouts.sheets import Arrangement
from rapport.core.sentences import needs
from rapport.sales.orders.layouts import ORDER_FORM
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order, OrderKind, OrderLine, OrderSource

BLANK_LINES = 3


class OrderForm(forms.Form):
    """The head of an order."""

    party = forms.IntegerField(label=_("Customer"), required=False, min_value=1, max_value=2**62)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrderKind.choices)
    source = forms.ChoiceField(label=_("Source"), choices=OrderSource.choices)
    ordered_at = forms.DateTimeField(label=_("Ordered on"))
    due_back_on = forms.DateField(label=_("Due back on"), required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3)
    rate = forms.DecimalField(
        label=_("Exchange rate"), required=False, max_digits=18, decimal_places=8
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=10_000)

    def __init__(
        self, *args: Any, laid: Arrangement, asks_lines: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = lay(self, ORDER_FORM, laid, beside={"lines"} if asks_lines else ())

    def head(self) -> dict[str, Any]:
        """Return what the order's verbs take."""
        values = {name: self.cleaned_data[name] for name in self.fields}
        values["party_id"] = values.pop("party")
        values["currency"] = values["currency"].upper()
        if values["rate"] is None:
            del values["rate"]
        return values


class LineForm(forms.Form):
    """One line; without product, description and price it is blank and left out."""

    id = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    product = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    description = forms.CharField(required=False, max_length=300)
    quantity = forms.DecimalField(required=False, max_digits=14, decimal_places=3)
    unit_price = forms.DecimalField(required=False, max_digits=19, decimal_places=4)
    discount = forms.DecimalField(required=False, max_digits=5, decimal_places=2)
    tax_rate = forms.DecimalField(required=False, max_digits=5, decimal_places=2)

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was sold on this line."""
        data = getattr(self, "cleaned_data", {})
        return not (data.get("product") or data.get("description"))

    def line(self, prices: dict[int, Decimal]) -> LineInput:
        """Return the line; without a price the product's list price stands."""
        data = self.cleaned_data
        price = data["unit_price"]
        if price is None:
            price = prices.get(data["product"] or 0, Decimal(0))
        return LineInput(
            id=data["id"],
            product_id=data["product"],
            description=data["description"],
            quantity=Decimal(1) if data["quantity"] is None else data["quantity"],
            unit_price=price,
            discount=data["discount"] or Decimal(0),
            tax_rate=data["tax_rate"] or Decimal(0),
        )


Lines = forms.formset_factory(LineForm, extra=BLANK_LINES, max_num=500, absolute_max=500)


class SettleForm(forms.Form):
    """What was paid."""

    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=19,
        decimal_places=4,
        error_messages=needs(_("Enter the amount that was paid.")),
    )


def head_of(order: Order) -> dict[str, Any]:
    """Return an order's head as the form shows it."""
    names = ("kind", "source", "due_back_on", "currency", "rate", "note")
    return {name: getattr(order, name) for name in names} | {
        "party": order.party_id,
        "ordered_at": _local(order.ordered_at),
    }


def lines_for(lines: list[OrderLine]) -> list[dict[str, Any]]:
    """Return an order's lines as the form shows them."""
    return [
        {
            "id": line.pk,
            "product": line.product_id,
            "description": line.description,
            "quantity": line.quantity.normalize(),
            "unit_price": line.unit_price,
            "discount": line.discount,
            "tax_rate": line.tax_rate,
        }
        for line in lines
    ]


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)
