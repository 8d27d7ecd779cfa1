"""What people and companies from files have in common: the other system's key, the match, the party itself."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.customfields.importing import given
from rapport.core.imports import convert
from rapport.core.imports.convert import Field
from rapport.core.imports.kinds import Batch, Key, Option
from rapport.core.imports.sql import reject
from rapport.customers.parties.models import Lifecycle

LIFECYCLES = {
    **{value: value for value in Lifecycle.values},
    "lead": "prospect",
    "client": "customer",
    "active": "customer",
    "inactive": "former",
    "潜在客户": "prospect",
    "客户": "customer",
    "前客户": "former",
    "流失": "former",
    "流失客户": "former",
}
EXTERNAL = Field(
    "external_id",
    gettext_lazy("Number in the other system"),
    convert.text(200),
    is_key=True,
    synonyms=(
        "customer id",
        "customerid",
        "id",
        "external id",
        "contact id",
        "customer number",
        "客户编号",
        "编号",
        "外部编号",
        "客户号",
    ),
)
LIFECYCLE = Field(
    "lifecycle",
    gettext_lazy("Lifecycle"),
    convert.choice(LIFECYCLES),
    choices=tuple(Lifecycle.choices),
    synonyms=("status", "stage", "customer status", "生命周期", "状态", "客户状态"),
)
SYSTEM = Option(
    "system",
    gettext_lazy("Name of the other system"),
    default="file",
    help=gettext_lazy("Numbers from it are found again by this name in the next import."),
)
NUMBER = Key("number", gettext_lazy("number in the other system"), "external_id")
PAGES = {"customers_party": "parties:open"}
MAY_CHANGE = "(%(everything)s OR t.owner_id = ANY(%(owners)s))"


def system_of(batch: Batch) -> str:
    """Return the name of the system that the file's numbers belong to."""
    return str(batch.options.get("system") or "file")[:50]


def match_external(batch: Batch, kind: str) -> None:
    """Find the record of each row by its number in the other system; what lies in the trash is an error."""
    if "external_id" not in batch.fields:
        return
    batch.run(
        "UPDATE {stage} s SET target_id = r.party_id FROM customers_externalref r"
        " WHERE {here} AND s.outcome IS NULL AND r.system = %(system)s AND r.key = s.external_id",
        system=system_of(batch),
    )
    reject(
        batch,
        "EXISTS (SELECT FROM customers_party p WHERE p.id = s.target_id AND p.trashed_at IS NOT NULL)",
        _("It lies in the trash. Restore it first."),
    )
    reject(
        batch,
        f"EXISTS (SELECT FROM customers_party p WHERE p.id = s.target_id AND p.kind <> '{kind}')",
        _("This number belongs to a record of another kind."),
    )


def another_number(batch: Batch) -> str:
    """Return the condition that a party (`p`) has another number in the system whose number a row (`x`) gives."""
    if "external_id" not in batch.fields:
        return "false"
    return """(x.external_id IS NOT NULL AND EXISTS (
      SELECT FROM customers_externalref r WHERE r.party_id = p.id AND r.system = %(system)s))"""


def customs_differ(batch: Batch) -> str:
    """Return the condition that a row gives a custom field another value, or one where there is none."""
    if batch.keeps_filled:
        return f"({given(batch.fields)} || t.custom) <> t.custom"
    return f"NOT t.custom @> {given(batch.fields)}"


def write_parties(batch: Batch, kind: str) -> int:
    """Write the new parties and the other system's numbers, and what changed of the known ones."""
    created = batch.run(
        f"""INSERT INTO customers_party (id, kind, display_name, latin_name, sort_key, owner_id, lifecycle, city, country,
          last_touch_channel, next_step, custom)
        SELECT target_id, '{kind}', display_name, latin_name, sort_key, %(owner)s, coalesce(lifecycle, 'prospect'),
          CASE WHEN address_key IS NULL THEN '' ELSE coalesce(city, '') END,
          CASE WHEN address_key IS NULL THEN '' ELSE coalesce(country, '') END, '', '', {given(batch.fields)}
        FROM {{stage}} s WHERE {{here}} AND outcome = 'created' ORDER BY row"""
    )
    values = f"custom = {given(batch.fields)} || t.custom"  # a party has a name and a lifecycle
    if not batch.keeps_filled:
        values = f"""lifecycle = coalesce(s.lifecycle, t.lifecycle),
          display_name = coalesce(s.display_name, t.display_name), latin_name = coalesce(s.latin_name, t.latin_name),
          sort_key = coalesce(s.sort_key, t.sort_key), custom = t.custom || {given(batch.fields)}"""
    batch.run(
        f"""UPDATE customers_party t SET {values}
        FROM {{stage}} s WHERE {{here}} AND s.outcome = 'updated' AND t.id = s.target_id"""
    )
    batch.run(
        """INSERT INTO customers_externalref (system, key, party_id)
        SELECT %(system)s, external_id, target_id FROM {stage} s
        WHERE {here} AND outcome IN ('created', 'updated') AND external_id IS NOT NULL ON CONFLICT DO NOTHING""",
        system=system_of(batch),
    )
    return created
