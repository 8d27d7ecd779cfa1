"""The products that an order file speaks of: the newest description of a sale names the product, others find it too."""

from __future__ import annotations

from rapport.core.imports.kinds import Batch

NAMED = """
SELECT sku, description, max(ordered_at) AS last_at, max(row) AS last_row,
  bool_or(unit_price > 0 AND quantity > 0) AS was_sold
FROM {stage} s WHERE {here} AND outcome IS NULL AND sku IS NOT NULL AND description IS NOT NULL GROUP BY 1, 2"""
LATEST = """
SELECT DISTINCT ON (sku COLLATE "C") sku, product_kind, category, unit_price, currency FROM {stage} s
WHERE {here} AND outcome IS NULL AND sku IS NOT NULL ORDER BY sku COLLATE "C", unit_price > 0 DESC, ordered_at DESC, row DESC"""


def add_products(batch: Batch, currency: str) -> list[int]:
    """Add missing products with their aliases and return them; notes such as “damaged” on lines without a price name none."""
    added = batch.ask(
        f"""WITH named AS ({NAMED}), best AS (
          SELECT DISTINCT ON (sku) sku, description FROM named ORDER BY sku, was_sold DESC, last_at DESC, last_row DESC
        ), latest AS ({LATEST})
        INSERT INTO catalog_product (sku, name, kind, unit, category, tax_category, currency, list_price)
        SELECT l.sku, coalesce(b.description, l.sku), coalesce(l.product_kind, 'good'), '', coalesce(l.category, ''),
          'standard', coalesce(l.currency, %(currency)s), CASE WHEN l.unit_price > 0 THEN l.unit_price END
        FROM latest l LEFT JOIN best b USING (sku)
        WHERE NOT EXISTS (SELECT FROM catalog_product p WHERE p.sku = l.sku) ORDER BY l.sku RETURNING id""",
        currency=currency,
    )
    named = batch.ask(
        """INSERT INTO catalog_productalias (product_id, text)
        SELECT DISTINCT p.id, s.description FROM {stage} s JOIN catalog_product p ON p.sku = s.sku
        WHERE {here} AND outcome IS NULL AND description IS NOT NULL AND description <> p.name ON CONFLICT DO NOTHING RETURNING product_id"""
    )
    return sorted({key for (key,) in [*added, *named]})
