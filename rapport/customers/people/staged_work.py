"""The SQL that finds or makes the companies where staged people work, and places them there."""

from __future__ import annotations

from rapport.core.imports.kinds import Batch


def write_work(batch: Batch) -> int:
    """Find or make the companies by name, and place the people there."""
    if "company" not in batch.fields:
        return 0
    names = """SELECT DISTINCT ON (lower(company)) company, company_key FROM {stage} s
      WHERE {here} AND outcome IN ('created', 'updated') AND company IS NOT NULL AND NOT EXISTS (
        SELECT FROM customers_party o WHERE o.kind = 'organization' AND o.trashed_at IS NULL
          AND o.sort_key = s.company_key AND lower(o.display_name) = lower(s.company))"""
    made = batch.run(
        f"""WITH names AS ({names}), parties AS (
          INSERT INTO customers_party (kind, display_name, latin_name, sort_key, owner_id, lifecycle, city, country,
            last_touch_channel, next_step)
          SELECT 'organization', company, '', company_key, %(owner)s, 'prospect', '', '', '', '' FROM names
          RETURNING id, display_name
        ) INSERT INTO customers_organization (party_id, legal_name, trade_name, tax_id, domains, industry, size)
          SELECT id, display_name, '', '', '{{}}', '', '' FROM parties""".replace("{{}}", "{}")
    )
    batch.run(
        """INSERT INTO customers_affiliation (person_id, organization_id, title, department, is_primary)
        SELECT s.target_id, o.id, coalesce(s.job_title, ''), '', NOT EXISTS (
          SELECT FROM customers_affiliation a WHERE a.person_id = s.target_id AND a.is_primary)
        FROM {stage} s CROSS JOIN LATERAL (SELECT min(o.id) AS id FROM customers_party o WHERE o.kind = 'organization'
          AND o.trashed_at IS NULL AND o.sort_key = s.company_key AND lower(o.display_name) = lower(s.company)) o
        WHERE {here} AND s.outcome IN ('created', 'updated') AND s.company IS NOT NULL AND o.id IS NOT NULL
          AND NOT EXISTS (SELECT FROM customers_affiliation a
            WHERE a.person_id = s.target_id AND a.organization_id = o.id AND a.until IS NULL)"""
    )
    return made
