"""The SQL that matches and writes staged orders; column names come from the code, never from a file."""

from __future__ import annotations

import json

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from rapport.core.company.queries import company
from rapport.core.imports.kinds import Batch
from rapport.core.imports.models import Match
from rapport.core.imports.sql import reject, settle_new
from rapport.core.money.money import CURRENCIES
from rapport.core.pages.formats import colon
from rapport.core.sentences import MISSING
from rapport.sales.orders.staged_products import add_products
from rapport.sales.orders.staged_writing import write_documents

OPEN = "{here} AND s.outcome IS NULL"


def prepare(batch: Batch) -> dict[str, list[int]]:
    """Add the products that the whole file speaks of and the catalogue lacks."""
    if batch.options.get("unknown_products", "create") != "create":
        return {}
    return {"product": add_products(batch, currency_of(batch))}


def currency_of(batch: Batch) -> str:
    """Return the currency of rows that name none."""
    return str(batch.options.get("currency") or company().base_currency).upper()


def is_credit(batch: Batch) -> str:
    """Return the condition that a row belongs to a credit note."""
    return "starts_with(s.number, %(credit)s)" if batch.options.get("credit_prefix") else "false"


def decide(batch: Batch) -> None:
    """Resolve customers, products and amounts, then settle what is created, updated or left."""
    _spread_errors(batch)
    _resolve(batch)
    _check(batch)
    _spread_errors(batch)
    _match(batch)
    _settle(batch)


def _spread_errors(batch: Batch) -> None:
    """An order with a wrong line is wrong as a whole, so that it comes in whole when it is corrected."""
    batch.run(
        """UPDATE {stage} s SET outcome = 'error', reason = %(why)s
        WHERE {here} AND s.outcome IS DISTINCT FROM 'error' AND s.unit_row IN (
          SELECT x.unit_row FROM {stage} x WHERE x.outcome = 'error' AND x.unit_row BETWEEN %(low)s AND %(high)s)""",
        why=_("Another line of this order cannot be used."),
        low=batch.low,
        high=batch.high,
    )


def _resolve(batch: Batch) -> None:
    """Find product and customer of each line and compute its amounts, half up to the currency's minor unit."""
    digits = {code: get_currency_precision(code) for code in CURRENCIES}
    unusual = {code: count for code, count in digits.items() if count != 2}
    batch.run(
        """UPDATE {stage} s SET product_id = p.id, party_id = r.party_id, currency = v.currency, digits = v.digits,
          net = v.net, tax = round(v.net * coalesce(s.tax_rate, 0) / 100, v.digits)
        FROM {stage} x
        LEFT JOIN catalog_product p ON p.sku = x.sku
        LEFT JOIN customers_externalref r ON r.system = %(system)s AND r.key = x.customer_id
        CROSS JOIN LATERAL (SELECT coalesce(x.currency, %(currency)s) AS currency) c
        CROSS JOIN LATERAL (SELECT c.currency, coalesce((%(digits)s::jsonb ->> c.currency)::int, 2) AS digits) d
        CROSS JOIN LATERAL (SELECT d.currency, d.digits,
          round(x.quantity * x.unit_price * (100 - coalesce(x.discount, 0)) / 100, d.digits) AS net) v
        WHERE x.row = s.row AND x.unit_row BETWEEN %(low)s AND %(high)s AND """
        + OPEN,
        system=batch.options.get("system") or "file",
        currency=currency_of(batch),
        digits=json.dumps(unusual),
        low=batch.low,
        high=batch.high,
    )
    for column, channel in (("customer_email", "email"), ("customer_phone", "phone")):
        if column in batch.fields:
            batch.run(
                f"""UPDATE {{stage}} s SET party_id = (SELECT min(c.party_id) FROM customers_contactpoint c
                  JOIN customers_party p ON p.id = c.party_id AND p.trashed_at IS NULL
                  WHERE c.channel = '{channel}' AND c.normalized = s.{column} AND c.removed_at IS NULL)
                WHERE {OPEN} AND s.party_id IS NULL AND s.{column} IS NOT NULL"""
            )
    batch.run(
        """UPDATE {stage} s SET party_id = NULL FROM customers_party p WHERE {here} AND p.id = s.party_id
          AND NOT (p.trashed_at IS NULL AND (%(everything)s OR p.owner_id = ANY(%(owners)s)))""",
        **batch.reach("customers.view_party"),
    )


def _check(batch: Batch) -> None:
    """Refuse lines whose customer, product, rate or sign is not what it must be."""
    named = "coalesce(customer_id, customer_email, customer_phone) IS NOT NULL"
    if batch.options.get("unknown_customers", "refuse") == "refuse":
        reject(
            batch,
            f"party_id IS NULL AND {named}",
            _("There is no such customer. Import the customers first."),
        )
    if batch.options.get("unknown_products", "create") != "create":
        reject(
            batch,
            "product_id IS NULL AND sku IS NOT NULL",
            _("There is no product with this number. Import the products first."),
        )
    if not batch.options.get("rate"):
        batch.run(
            f"UPDATE {{stage}} s SET outcome = 'error', reason = %(why)s WHERE {OPEN}"
            " AND rate IS NULL AND currency <> %(base)s",
            why=f"{colon(_('Exchange rate'))}{MISSING}",
            base=company().base_currency,
        )
    batch.run(
        f"UPDATE {{stage}} s SET outcome = 'error', reason = %(why)s WHERE {OPEN}"
        f" AND {is_credit(batch)} AND quantity >= 0",
        why=_("A credit note takes back: write its quantities with a minus."),
        credit=batch.options.get("credit_prefix"),
    )


def _match(batch: Batch) -> None:
    """Find orders and credit notes that exist by their number."""
    for table, credit in (("sales_order", False), ("sales_creditnote", True)):
        batch.run(
            f"""UPDATE {{stage}} s SET target_id = t.id FROM {table} t
            WHERE {OPEN} AND t.number = s.number AND {"" if credit else "NOT "}{is_credit(batch)}""",
            credit=batch.options.get("credit_prefix"),
        )


def _settle(batch: Batch) -> None:
    values = {"credit": batch.options.get("credit_prefix"), **batch.reach("sales.edit_order")}
    settle_new(batch)
    if batch.match == Match.CREATE:
        reject(batch, "target_id IS NOT NULL", _("There is already an order with this number."))
        return
    if batch.match in {Match.UPDATE, Match.KNOWN}:
        batch.run(
            f"""UPDATE {{stage}} s SET outcome = CASE WHEN t.changed THEN 'updated' ELSE 'unchanged' END
            FROM ({CHANGED}) t WHERE {OPEN} AND s.unit_row = t.unit_row AND NOT {is_credit(batch)}""",
            low=batch.low,
            high=batch.high,
            **values,
        )
        _keep_what_is_settled(batch)
    batch.run(
        f"UPDATE {{stage}} s SET outcome = 'skipped', reason = %(why)s WHERE {OPEN}",
        why=_("It exists already."),
        **values,
    )


def _keep_what_is_settled(batch: Batch) -> None:
    """Refuse to change orders whose lines other documents rest on, as the order page does."""
    credited = """EXISTS (SELECT FROM sales_orderline l JOIN sales_creditnoteline c ON c.order_line_id = l.id
      WHERE l.order_id = t.id)"""
    for condition, why in (
        ("t.cancelled_at IS NOT NULL", _("this order was cancelled")),
        ("t.currency <> s.currency", _("this order is in another currency")),
        (credited, _("a part of this order is credited already")),
    ):
        batch.run(
            f"""UPDATE {{stage}} s SET outcome = 'error', reason = %(why)s FROM sales_order t
            WHERE {{here}} AND s.outcome = 'updated' AND t.id = s.target_id AND {condition}""",
            why=why,
        )


CHANGED = """
SELECT n.unit_row, n.lines IS DISTINCT FROM o.lines OR n.party_id IS DISTINCT FROM coalesce(o.party_id, n.party_id)
  OR n.delivered_at IS DISTINCT FROM o.delivered_at AND n.delivered_at IS NOT NULL
  OR n.returned_at IS DISTINCT FROM o.returned_at AND n.returned_at IS NOT NULL AS changed
FROM (
  SELECT x.unit_row, max(x.target_id) AS id, max(x.party_id) AS party_id, max(x.delivered_at) AS delivered_at,
    max(x.returned_at) AS returned_at, array_agg(ROW(coalesce(x.product_id, 0), x.quantity::numeric(14, 3),
      x.unit_price::numeric(19, 4), coalesce(x.discount, 0)::numeric(5, 2),
      coalesce(x.tax_rate, 0)::numeric(5, 2))::text ORDER BY x.row) AS lines
  FROM {stage} x
  WHERE x.unit_row BETWEEN %(low)s AND %(high)s AND x.outcome IS NULL AND x.target_id IS NOT NULL GROUP BY 1
) n JOIN (
  SELECT t.id, t.party_id, t.delivered_at, t.returned_at, array_agg(ROW(coalesce(l.product_id, 0), l.quantity, l.unit_price,
    l.discount, l.tax_rate)::text ORDER BY l.position) AS lines
  FROM sales_order t JOIN sales_orderline l ON l.order_id = t.id
  WHERE t.id IN (SELECT target_id FROM {stage} s WHERE {here}) AND (%(everything)s OR t.owner_id = ANY(%(owners)s))
  GROUP BY t.id
) o ON o.id = n.id"""


def write(batch: Batch) -> dict[str, int]:
    """Write orders, credit notes and their lines."""
    return write_documents(batch, currency_of(batch), is_credit(batch))
