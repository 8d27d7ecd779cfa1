"""Writing staged orders and credit notes with their lines, a batch at a time."""

from __future__ import annotations

from babel.numbers import get_currency_precision

from rapport.core.company.queries import company
from rapport.core.imports.kinds import Batch
from rapport.core.imports.models import Match


def _heads(batch: Batch, which: str) -> str:
    """Return the query for one row per new or changed document."""

    def first(column: str, *, derived: bool = False) -> str:
        """Return the first value that any line of a document has in a column; none where the file lacks the column."""
        if not derived and column not in batch.fields:
            return f"min(s.{column})"
        return f"(array_agg(s.{column} ORDER BY s.row) FILTER (WHERE s.{column} IS NOT NULL))[1]"

    currency = first("currency", derived=True)
    return f"""
SELECT s.unit_row, min(s.target_id) AS id, min(s.number) AS number, {first("party_id", derived=True)} AS party_id,
  coalesce({first("ordered_at")}, %(at)s) AS ordered_at, coalesce({first("kind")}, 'sale') AS kind,
  coalesce({first("source")}, 'staff') AS source, {currency} AS currency,
  CASE WHEN {currency} = %(base)s THEN 1 ELSE coalesce({first("rate")}, %(rate)s::numeric, 1) END AS rate,
  coalesce({first("delivered_at")}, CASE WHEN %(settled)s THEN coalesce({first("ordered_at")}, %(at)s) END) AS delivered_at,
  {first("due_back_on")} AS due_back_on, {first("returned_at")} AS returned_at,
  coalesce({first("note")}, '') AS note, sum(s.net) AS net, sum(s.tax) AS tax,
  coalesce({first("paid")}, CASE WHEN %(settled)s THEN greatest(sum(s.net + s.tax), 0) ELSE 0 END) AS paid
FROM {{stage}} s WHERE {{here}} AND s.outcome = %(outcome)s AND {which} GROUP BY s.unit_row"""


ORDERS = """INSERT INTO sales_order (id, number, kind, party_id, owner_id, source, external_system, external_key, ordered_at,
  due_back_on, currency, net_total, tax_total, total, paid_total, rate, base_total, commercial, fulfilment, billing,
  delivered_at, returned_at, note)
SELECT h.id, h.number, h.kind, h.party_id, coalesce(p.owner_id, %(owner)s), h.source, %(system)s, h.number, h.ordered_at,
  h.due_back_on, h.currency, h.net, h.tax, h.net + h.tax, h.paid, h.rate, round((h.net + h.tax) * h.rate, %(digits)s),
  'placed', CASE WHEN h.returned_at IS NOT NULL THEN 'returned' WHEN h.delivered_at IS NOT NULL THEN 'delivered' ELSE 'open' END,
  CASE WHEN h.paid >= h.net + h.tax THEN 'paid' WHEN h.paid > 0 THEN 'part_paid' ELSE 'unpaid' END,
  h.delivered_at, h.returned_at, h.note
FROM heads h LEFT JOIN customers_party p ON p.id = h.party_id ORDER BY h.unit_row"""
CREDITS = """INSERT INTO sales_creditnote (id, number, party_id, owner_id, external_system, external_key, credited_at, reason,
  currency, net_total, tax_total, total, rate, base_total)
SELECT h.id, h.number, h.party_id, coalesce(p.owner_id, %(owner)s), %(system)s, h.number, h.ordered_at, left(h.note, 300),
  h.currency, -h.net, -h.tax, -(h.net + h.tax), h.rate, round(-(h.net + h.tax) * h.rate, %(digits)s)
FROM heads h LEFT JOIN customers_party p ON p.id = h.party_id ORDER BY h.unit_row"""
LINES = """INSERT INTO {table} ({document}, position, product_id, description, quantity, unit_price, discount, tax_rate,
  net, tax, total, source_file, source_row{cost})
SELECT s.target_id, row_number() OVER (PARTITION BY s.unit_row ORDER BY s.row), s.product_id,
  coalesce(s.description, p.name, s.sku, ''), {sign}s.quantity, s.unit_price, coalesce(s.discount, 0), coalesce(s.tax_rate, 0),
  {sign}s.net, {sign}s.tax, {sign}(s.net + s.tax), %(file)s, s.row{cost_of}
FROM {{stage}} s LEFT JOIN catalog_product p ON p.id = s.product_id
WHERE {{here}} AND s.outcome IN ('created', 'updated') AND {which} ORDER BY s.row"""
UPDATE = """UPDATE sales_order t SET party_id = coalesce(h.party_id, t.party_id), owner_id = coalesce(p.owner_id, t.owner_id),
  net_total = h.net, tax_total = h.tax, total = h.net + h.tax, base_total = round((h.net + h.tax) * t.rate, %(digits)s),
  delivered_at = coalesce(h.delivered_at, t.delivered_at), returned_at = coalesce(h.returned_at, t.returned_at),
  fulfilment = CASE WHEN coalesce(h.returned_at, t.returned_at) IS NOT NULL THEN 'returned'
    WHEN coalesce(h.delivered_at, t.delivered_at) IS NOT NULL THEN 'delivered' ELSE 'open' END,
  paid_total = greatest(h.paid, t.paid_total),
  billing = CASE WHEN greatest(h.paid, t.paid_total) >= h.net + h.tax THEN 'paid'
    WHEN greatest(h.paid, t.paid_total) > 0 THEN 'part_paid' ELSE 'unpaid' END
FROM heads h LEFT JOIN customers_party p ON p.id = h.party_id WHERE t.id = h.id"""


def write_documents(batch: Batch, currency: str, is_credit: str) -> dict[str, int]:
    """Write what is new, replace the lines of what changed, and make customers of those who ordered."""
    base = company().base_currency
    values = {
        "base": base,
        "digits": get_currency_precision(base),
        "rate": batch.options.get("rate") or None,
        "settled": batch.options.get("settled") == "yes",
        "system": batch.options.get("system") or "file",
        "credit": batch.options.get("credit_prefix"),
        "file": batch.file,
    }
    orders, lines = _write_orders(batch, f"NOT {is_credit}", values)
    credits, taken_back = 0, 0
    if batch.options.get("credit_prefix"):
        credits, taken_back = _write_credits(batch, is_credit, values)
    batch.run(
        """UPDATE customers_party p SET lifecycle = 'customer' WHERE p.lifecycle = 'prospect' AND p.id IN (
          SELECT s.party_id FROM {stage} s WHERE {here} AND s.outcome = 'created')"""
    )
    batch.freshen("sales_order", "sales_orderline", "sales_creditnote", "sales_creditnoteline")
    return {"orders": orders, "credit_notes": credits, "lines": lines + taken_back}


def _write_orders(batch: Batch, which: str, values: dict[str, object]) -> tuple[int, int]:
    """Write new orders and what changed of known ones; return how many are new, and the lines."""
    _number(batch, "sales_order", which, values)
    heads = _heads(batch, which)
    orders = batch.run(f"WITH heads AS ({heads}) {ORDERS}", outcome="created", **values)
    if batch.match == Match.UPDATE:
        batch.run(
            """DELETE FROM sales_orderline WHERE order_id = ANY(ARRAY(
              SELECT s.target_id FROM {stage} s WHERE {here} AND s.outcome = 'updated' AND s.target_id IS NOT NULL))"""
        )
        batch.run(f"WITH heads AS ({heads}) {UPDATE}", outcome="updated", **values)
    return orders, batch.run(_lines("sales_orderline", "order_id", which), **values)


def _write_credits(batch: Batch, which: str, values: dict[str, object]) -> tuple[int, int]:
    """Write new credit notes; return how many, and their lines."""
    _number(batch, "sales_creditnote", which, values)
    heads = _heads(batch, which)
    credits = batch.run(f"WITH heads AS ({heads}) {CREDITS}", outcome="created", **values)
    return credits, batch.run(_lines("sales_creditnoteline", "credit_note_id", which), **values)


def _lines(table: str, document: str, which: str) -> str:
    is_order = table == "sales_orderline"
    return LINES.format(
        table=table,
        document=document,
        which=which,
        sign="" if is_order else "-",
        cost=", cost" if is_order else "",
        cost_of=", CASE WHEN p.currency = s.currency THEN p.cost END" if is_order else "",
    )


def _number(batch: Batch, table: str, which: str, values: dict[str, object]) -> None:
    """Give each new document its id."""
    batch.run(
        f"""WITH n AS MATERIALIZED (
          SELECT unit_row, nextval(pg_get_serial_sequence('{table}', 'id')) AS id FROM (
            SELECT DISTINCT s.unit_row FROM {{stage}} s WHERE {{here}} AND s.outcome = 'created' AND {which}
            ORDER BY 1) u
        ) UPDATE {{stage}} s SET target_id = n.id FROM n
        WHERE s.unit_row = n.unit_row AND s.outcome = 'created'""",
        **values,
    )
