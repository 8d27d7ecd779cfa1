"""What the columns of an order file may hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from rapport.catalog.products.imports import PRODUCT_KINDS, currency
from rapport.core.imports import convert, dates
from rapport.core.imports.cells import Reading
from rapport.core.imports.convert import Field
from rapport.customers.contactpoints.imports import BETWEEN, contact
from rapport.sales.orders.models import OrderKind, OrderSource

KINDS = {
    **{value: value for value in OrderKind.values},
    "销售": "sale",
    "租赁": "rental",
    "出租": "rental",
    "订阅": "subscription",
    "rent": "rental",
    "purchase": "sale",
}
SOURCES = {
    **{value: value for value in OrderSource.values},
    "门店": "shop",
    "店铺": "shop",
    "store": "shop",
    "网站": "web",
    "online": "web",
    "webshop": "web",
    "电话": "phone",
    "合作伙伴": "partner",
    "渠道": "partner",
    "同事": "staff",
}
ORDER, LINE, WHO = gettext_lazy("Order"), gettext_lazy("Line"), gettext_lazy("Customer")
money = convert.figure(places=4, whole=11)
percent = convert.figure(places=2, whole=3, least="0")


def _mail(cell: str, reading: Reading) -> str | None:
    found = contact("email")(cell, reading)
    return found.split(BETWEEN)[0] if found else None


def _phone(cell: str, reading: Reading) -> str | None:
    found = contact("phone")(cell, reading)
    return found.split(BETWEEN)[0] if found else None


def _field(
    group: Any,
    name: str,
    label: Any,
    converter: convert.Converter,
    kind: str,
    words: str,
    *,
    required: bool = False,
) -> Field:
    return Field(
        name,
        label,
        converter,
        type=kind,
        group=group,
        synonyms=tuple(words.split("|")),
        required=required,
        is_key=required,
    )


FIELDS = (
    _field(
        ORDER,
        "number",
        gettext_lazy("Order number"),
        convert.text(60),
        "text",
        "order number|order no|invoice|invoice number|invoiceno|order id|order|订单号|订单编号|发票号|单号",
        required=True,
    ),
    _field(
        ORDER,
        "ordered_at",
        gettext_lazy("Ordered on"),
        dates.moment,
        "timestamptz",
        "date|order date|invoice date|ordered at|日期|下单日期|订单日期|下单时间",
    ),
    _field(
        ORDER,
        "kind",
        gettext_lazy("Kind"),
        convert.choice(KINDS),
        "text",
        "order kind|order type|订单类型|类型",
    ),
    _field(
        ORDER,
        "source",
        gettext_lazy("Source"),
        convert.choice(SOURCES),
        "text",
        "channel|来源|渠道",
    ),
    _field(
        ORDER, "currency", gettext_lazy("Currency"), currency, "text", "currency code|币种|货币"
    ),
    _field(
        ORDER,
        "rate",
        gettext_lazy("Exchange rate"),
        convert.figure(places=8, whole=9, least="0"),
        "numeric",
        "fx rate|汇率",
    ),
    _field(
        ORDER,
        "delivered_at",
        gettext_lazy("Delivered on"),
        dates.moment,
        "timestamptz",
        "delivery date|shipped|ship date|交付日期|发货日期|送达日期",
    ),
    _field(
        ORDER, "due_back_on", gettext_lazy("Due back on"), dates.day, "date", "due date|应还日期"
    ),
    _field(
        ORDER,
        "returned_at",
        gettext_lazy("Returned on"),
        dates.moment,
        "timestamptz",
        "return date|归还日期",
    ),
    _field(
        ORDER,
        "paid",
        gettext_lazy("Paid"),
        money,
        "numeric",
        "paid amount|amount paid|已付金额|付款金额",
    ),
    _field(ORDER, "note", gettext_lazy("Note"), convert.text(2000), "text", "comment|remarks|备注"),
    _field(
        WHO,
        "customer_id",
        gettext_lazy("Customer's number in the other system"),
        convert.text(200),
        "text",
        "customer id|customerid|customer number|客户编号|客户号",
    ),
    _field(
        WHO,
        "customer_email",
        gettext_lazy("Customer's e-mail"),
        _mail,
        "text",
        "customer email|email|e-mail|客户邮箱|邮箱",
    ),
    _field(
        WHO,
        "customer_phone",
        gettext_lazy("Customer's phone"),
        _phone,
        "text",
        "customer phone|phone|mobile|客户电话|手机|电话",
    ),
    _field(
        LINE,
        "sku",
        gettext_lazy("Product number"),
        convert.text(60),
        "text",
        "sku|stock code|stockcode|product code|item number|article|产品编号|商品编号|货号",
    ),
    _field(
        LINE,
        "description",
        gettext_lazy("Description"),
        convert.text(300),
        "text",
        "product|product name|item|name|描述|产品名称|商品名称|品名",
    ),
    _field(
        LINE,
        "quantity",
        gettext_lazy("Quantity"),
        convert.figure(places=3, whole=11),
        "numeric",
        "qty|amount|pieces|数量|件数",
    ),
    _field(
        LINE,
        "unit_price",
        gettext_lazy("Unit price"),
        money,
        "numeric",
        "price|unitprice|net price|单价|价格",
    ),
    _field(
        LINE, "discount", gettext_lazy("Discount in %"), percent, "numeric", "discount|rebate|折扣"
    ),
    _field(LINE, "tax_rate", gettext_lazy("Tax in %"), percent, "numeric", "tax|vat|tax rate|税率"),
    _field(
        LINE,
        "product_kind",
        gettext_lazy("Product kind"),
        convert.choice(PRODUCT_KINDS),
        "text",
        "item type|产品类型",
    ),
    _field(
        LINE,
        "category",
        gettext_lazy("Product category"),
        convert.text(100),
        "text",
        "product category|产品类别",
    ),
)
