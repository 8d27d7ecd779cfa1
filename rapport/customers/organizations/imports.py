"""Companies from files: matched by the other system's number, else by tax number, else by name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from rapport.core.customfields.importing import closed_of, more_of, reject_unfilled
from rapport.core.imports import convert
from rapport.core.imports.cells import Reading
from rapport.core.imports.convert import Field
from rapport.core.imports.kinds import Batch, ImportKind, Key
from rapport.core.imports.sql import WRITTEN, assignments, differs, number, settle
from rapport.customers.contactpoints import imports as contacts, staged
from rapport.customers.organizations.models import Size
from rapport.customers.parties.imports import (
    EXTERNAL,
    LIFECYCLE,
    MAY_CHANGE,
    NUMBER,
    PAGES,
    SYSTEM,
    another_number,
    customs_differ,
    match_external,
    system_of,
    write_parties,
)
from rapport.customers.parties.naming import sort_key

SIZES = {
    **{value: value for value in Size.values},
    "微型": "micro",
    "小型": "small",
    "中型": "medium",
    "大型": "large",
    "特大型": "enterprise",
    "1-9": "micro",
    "10-49": "small",
    "50-249": "medium",
    "250-999": "large",
    "1000+": "enterprise",
}
ABOUT = gettext_lazy("Company")
FIELDS = (
    EXTERNAL,
    Field(
        "legal_name",
        gettext_lazy("Name"),
        convert.text(200),
        required=True,
        group=ABOUT,
        synonyms=(
            "name",
            "company",
            "company name",
            "organization",
            "organisation",
            "account name",
            "legal name",
            "公司",
            "公司名称",
            "企业名称",
            "名称",
            "单位名称",
        ),
    ),
    Field(
        "trade_name",
        gettext_lazy("Trade name"),
        convert.text(200),
        group=ABOUT,
        synonyms=("short name", "brand", "简称", "商号", "品牌"),
    ),
    Field(
        "tax_id",
        gettext_lazy("Tax number"),
        convert.text(50),
        group=ABOUT,
        synonyms=(
            "vat number",
            "vat id",
            "tax id",
            "tax number",
            "税号",
            "统一社会信用代码",
            "纳税人识别号",
        ),
    ),
    Field(
        "industry",
        gettext_lazy("Industry"),
        convert.text(100),
        group=ABOUT,
        synonyms=("sector", "行业"),
    ),
    Field(
        "size",
        gettext_lazy("Size"),
        convert.choice(SIZES),
        choices=tuple(Size.choices),
        group=ABOUT,
        synonyms=("employees", "规模", "人数"),
    ),
    LIFECYCLE,
    *contacts.FIELDS,
)
COLUMNS = {
    "display_name": "text",
    "latin_name": "text",
    "sort_key": "text",
    "domain": "text",
    **contacts.COLUMNS,
}
KEYS = (
    NUMBER,
    Key("tax", gettext_lazy("Tax number"), "tax_id", unless=("external_id",)),
    Key("name", gettext_lazy("Name"), "lower(display_name)", unless=("external_id", "tax_id")),
)
STORED = ("legal_name", "trade_name", "tax_id", "industry", "size")
SHOWN = {"display_name": "t.display_name", "lifecycle": "t.lifecycle"}
SHARED_DOMAINS = {
    "gmail.com",
    "qq.com",
    "163.com",
    "126.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "gmx.de",
    "web.de",
    "icloud.com",
    "sina.com",
    "foxmail.com",
}


def derive(values: dict[str, Any], reading: Reading, options: dict[str, Any]) -> dict[str, Any]:
    """Return the shown name and how it sorts, the address in one line, and the domain."""
    shown = values.get("trade_name") or values["legal_name"]
    email = (values.get("email") or "").split(contacts.BETWEEN)[0]
    domain = email.rpartition("@")[2]
    found = {
        "display_name": shown,
        "latin_name": "",
        "sort_key": sort_key(shown),
        "domain": domain if domain and domain not in SHARED_DOMAINS else None,
    }
    return contacts.address(values) | found


def decide(batch: Batch) -> None:
    """Match, then settle what is created, updated or left."""
    match_external(batch, "organization")
    if batch.finds_by("tax"):
        _match(batch, "o.tax_id = x.tax_id AND x.tax_id <> ''")
    if batch.finds_by("name"):
        other_tax = "coalesce(x.tax_id <> o.tax_id AND o.tax_id <> '', false)"
        same_name = "p.sort_key = x.sort_key AND lower(p.display_name) = lower(x.display_name)"
        _match(batch, f"{same_name} AND NOT {other_tax}")
    reject_unfilled(batch, "organization", table="customers_party", stage="prospect")
    columns = {n: f"o.{n}" for n in _stored(batch)} | ({} if batch.keeps_filled else SHOWN)
    changed = " OR ".join(
        [
            differs(columns, keep=batch.keeps_filled),
            staged.is_new(),
            customs_differ(batch),
        ]
    )
    settle(
        batch,
        changed=f"({changed})",
        joined="customers_party t JOIN customers_organization o ON o.party_id = t.id WHERE t.id = s.target_id",
        editable=MAY_CHANGE,
        right="customers.edit_organization",
    )


def _stored(batch: Batch) -> tuple[str, ...]:
    """Return the columns that an update may write: a company has a name, which stays where what is filled stays."""
    return STORED[2:] if batch.keeps_filled else STORED


def _match(batch: Batch, condition: str) -> None:
    batch.run(
        f"""UPDATE {{stage}} s SET target_id = m.id FROM (
          SELECT x.row, min(p.id) AS id FROM {{stage}} x JOIN customers_party p ON p.kind = 'organization'
            AND p.trashed_at IS NULL JOIN customers_organization o ON o.party_id = p.id AND {condition}
          WHERE x.unit_row BETWEEN {int(batch.low)} AND {int(batch.high)} AND x.target_id IS NULL AND x.outcome IS NULL
            AND NOT {another_number(batch)}
          GROUP BY x.row
        ) m WHERE m.row = s.row AND s.target_id IS NULL""",
        system=system_of(batch),
    )


def write(batch: Batch) -> dict[str, int]:
    """Write parties, companies, numbers and addresses."""
    number(batch, "customers_party")
    created = write_parties(batch, "organization")
    batch.run(
        """INSERT INTO customers_organization (party_id, legal_name, trade_name, tax_id, domains, industry, size)
        SELECT target_id, legal_name, coalesce(trade_name, ''), coalesce(tax_id, ''),
          CASE WHEN domain IS NULL THEN ARRAY[]::varchar[] ELSE ARRAY[domain]::varchar[] END,
          coalesce(industry, ''), coalesce(size, '') FROM {stage} s WHERE {here} AND outcome = 'created'"""
    )
    batch.run(
        f"""UPDATE customers_organization t SET {assignments(_stored(batch), keep=batch.keeps_filled)} FROM {{stage}} s
        WHERE {{here}} AND s.outcome = 'updated' AND t.party_id = s.target_id
          AND {differs({n: f"t.{n}" for n in _stored(batch)}, keep=batch.keeps_filled)}"""
    )
    staged.write_contacts(batch)
    batch.freshen("customers_party", "customers_externalref", "customers_contactpoint")
    batch.freshen("customers_organization")
    return {"companies": created}


ORGANIZATIONS = ImportKind(
    name="organizations",
    label=gettext_lazy("Companies"),
    icon="building",
    right="customers.create_organization",
    hint=gettext_lazy(
        "One row per company. Matched by the other system's number, else by tax number, else by name."
    ),
    fields=FIELDS,
    decide=decide,
    write=write,
    derive=derive,
    columns=COLUMNS,
    keys=KEYS,
    fills=True,
    pages=PAGES,
    more=more_of("organization"),
    closed=closed_of("organization"),
    indexed={"organization": WRITTEN},
    options=(SYSTEM, contacts.BAD),
)
