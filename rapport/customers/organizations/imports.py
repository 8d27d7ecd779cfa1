"""Companies from files: matched by the other system's number, else by tax number, else by name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from rapport.core.customfields.importing import closed_of, more_of, reject_unfilled
from rapport.core.imports import convert
from rapport.core.imports.convert import Field, Reading
from rapport.core.imports.kinds import Batch, ImportKind
from rapport.core.imports.models import Match
from rapport.core.imports.sql import WRITTEN, assignments, differs, number, settle
from rapport.customers.contactpoints import imports as contacts, staged
from rapport.customers.organizations.models import Size
from rapport.customers.parties.imports import (
    EXTERNAL,
    LIFECYCLE,
    MAY_CHANGE,
    SYSTEM,
    customs_differ,
    match_external,
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
    "match_key": "text",
    "domain": "text",
    **contacts.COLUMNS,
}
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
    """Return the shown name and how it sorts, the address in one line, the domain, and the key of the match."""
    shown = values.get("trade_name") or values["legal_name"]
    email = (values.get("email") or "").split(contacts.BETWEEN)[0]
    domain = email.rpartition("@")[2]
    found = {
        "display_name": shown,
        "latin_name": "",
        "sort_key": sort_key(shown),
        "domain": domain if domain and domain not in SHARED_DOMAINS else None,
        "match_key": _key(values),
    }
    return contacts.address(values) | found


def _key(values: dict[str, Any]) -> str:
    if values.get("external_id"):
        return f"x{values['external_id']}"
    if values.get("tax_id"):
        return f"t{values['tax_id'].casefold()}"
    return f"n{values['legal_name'].casefold()}"


def decide(batch: Batch) -> None:
    """Match, then settle what is created, updated or left."""
    match_external(batch, "organization")
    if batch.match != Match.CREATE:
        _match(batch, "o.tax_id = x.tax_id AND x.tax_id <> ''")
        _match(batch, "t.sort_key = x.sort_key AND t.display_name = x.display_name")
    reject_unfilled(batch, "organization", table="customers_party", stage="prospect")
    changed = " OR ".join(
        [
            differs(SHOWN),
            differs({n: f"o.{n}" for n in STORED}),
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


def _match(batch: Batch, condition: str) -> None:
    batch.run(
        f"""UPDATE {{stage}} s SET target_id = m.id FROM (
          SELECT x.row, min(t.id) AS id FROM {{stage}} x JOIN customers_party t ON t.kind = 'organization'
            AND t.trashed_at IS NULL JOIN customers_organization o ON o.party_id = t.id AND {condition}
          WHERE x.unit_row BETWEEN {int(batch.low)} AND {int(batch.high)} AND x.target_id IS NULL AND x.outcome IS NULL
          GROUP BY x.row
        ) m WHERE m.row = s.row AND s.target_id IS NULL"""
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
        f"""UPDATE customers_organization t SET {assignments(STORED)} FROM {{stage}} s
        WHERE {{here}} AND s.outcome = 'updated' AND t.party_id = s.target_id
          AND {differs({n: f"t.{n}" for n in STORED})}"""
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
    same="match_key",
    more=more_of("organization"),
    closed=closed_of("organization"),
    indexed={"organization": WRITTEN},
    options=(SYSTEM, contacts.BAD),
)
