"""People from files: matched by the other system's number, else by e-mail, else by phone and name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.customfields.importing import closed_of, more_of, reject_unfilled
from rapport.core.imports import convert
from rapport.core.imports.convert import Field, Reading
from rapport.core.imports.kinds import Batch, ImportKind, Option
from rapport.core.imports.models import Match
from rapport.core.imports.sql import WRITTEN, assignments, differs, number, settle
from rapport.customers.contactpoints import imports as contacts, staged
from rapport.customers.parties.imports import (
    EXTERNAL,
    LIFECYCLE,
    MAY_CHANGE,
    SYSTEM,
    customs_differ,
    match_external,
    write_parties,
)
from rapport.customers.parties.naming import display_name, latin_name, person_sort_key, sort_key
from rapport.customers.parties.splitting import CHINESE, WESTERN, split_name
from rapport.customers.people.actions import NamelessPerson
from rapport.customers.people.photos import photo_of, write_photos

HONORIFICS = (
    CHINESE
    | WESTERN
    | {f"{word}.": value for word, value in WESTERN.items()}
    | {"teacher": "teacher"}
)
GENDERS = {
    "f": "female",
    "female": "female",
    "w": "female",
    "woman": "female",
    "女": "female",
    "女性": "female",
    "m": "male",
    "male": "male",
    "man": "male",
    "男": "male",
    "男性": "male",
    "other": "other",
    "x": "other",
    "d": "other",
    "其他": "other",
}
NAME = gettext_lazy("Name")
WORK = gettext_lazy("Work")
FIELDS = (
    EXTERNAL,
    Field(
        "full_name",
        gettext_lazy("Full name"),
        convert.text(200),
        group=NAME,
        synonyms=(
            "name",
            "full name",
            "contact",
            "contact name",
            "customer name",
            "姓名",
            "名称",
            "客户姓名",
            "联系人",
            "全名",
        ),
    ),
    Field(
        "family",
        gettext_lazy("Family name"),
        convert.text(100),
        group=NAME,
        synonyms=("last name", "lastname", "surname", "family name", "姓", "姓氏"),
    ),
    Field(
        "given",
        gettext_lazy("Given name"),
        convert.text(100),
        group=NAME,
        synonyms=("first name", "firstname", "given name", "forename", "名", "名字"),
    ),
    Field(
        "honorific",
        gettext_lazy("Form of address"),
        convert.choice(HONORIFICS),
        group=NAME,
        synonyms=("title", "salutation", "prefix", "称谓", "称呼"),
    ),
    Field(
        "gender",
        gettext_lazy("Gender"),
        convert.choice(GENDERS),
        group=NAME,
        synonyms=("sex", "性别"),
    ),
    Field(
        "born_on",
        gettext_lazy("Date of birth"),
        convert.day,
        type="date",
        group=NAME,
        synonyms=("birthday", "birth date", "date of birth", "dob", "生日", "出生日期"),
    ),
    LIFECYCLE,
    *contacts.FIELDS,
    Field(
        "company",
        gettext_lazy("Company"),
        convert.text(200),
        group=WORK,
        synonyms=(
            "company",
            "organization",
            "organisation",
            "employer",
            "account name",
            "公司",
            "单位",
            "企业",
            "公司名称",
        ),
    ),
    Field(
        "job_title",
        gettext_lazy("Job title"),
        convert.text(100),
        group=WORK,
        synonyms=("job title", "position", "role", "职位", "职务"),
    ),
)
COLUMNS = {
    "display_name": "text",
    "latin_name": "text",
    "sort_key": "text",
    "match_key": "text",
    "company_latin": "text",
    "company_key": "text",
    **contacts.COLUMNS,
}
STORED = ("family", "given", "honorific", "gender", "born_on")
SHOWN = {"display_name": "t.display_name", "lifecycle": "t.lifecycle"}


def derive(values: dict[str, Any], reading: Reading, options: dict[str, Any]) -> dict[str, Any]:
    """Return names in parts and as shown, spelled and sorted; the address in one line; and the key of the match."""
    family, given = values.get("family"), values.get("given")
    found = dict(contacts.address(values))
    if values.get("full_name") and not (family or given):
        family, given, honorific = split_name(values["full_name"], reading.name_order)
        found |= {"family": family[:100], "given": given[:100]}
        if honorific and not values.get("honorific"):
            found["honorific"] = honorific
    if family or given:
        shown = display_name(family or "", given or "")
        latin = latin_name(shown, family=family or "")
        found |= {
            "display_name": shown[:200],
            "latin_name": latin,
            "sort_key": person_sort_key(family or "", given or "", latin),
        }
    company = values.get("company")
    if company:
        found |= {"company_key": sort_key(company), "company_latin": ""}
    return found | {"match_key": _key(values, found.get("display_name"))}


def _key(values: dict[str, Any], shown: str | None) -> str | None:
    if values.get("external_id"):
        return f"x{values['external_id']}"
    if values.get("email"):
        return f"e{values['email'].split(contacts.BETWEEN)[0]}"
    if values.get("phone") and shown:
        return f"p{values['phone'].split(contacts.BETWEEN)[0]}{shown.casefold()}"
    return None


def decide(batch: Batch) -> None:
    """Match, then settle what is created, updated or left."""
    match_external(batch, "person")
    if batch.match != Match.CREATE:
        staged.match_contact(batch, "person", "email", "email")
        staged.match_contact(
            batch, "person", "phone", "phone", "AND lower(p.display_name) = lower(x.display_name)"
        )
    batch.run(
        "UPDATE {stage} s SET outcome = 'error', reason = %(why)s"
        " WHERE {here} AND outcome IS NULL AND target_id IS NULL AND display_name IS NULL",
        why=NamelessPerson().sentence(),
    )
    reject_unfilled(batch, "person", table="customers_party", stage="prospect")
    works = """(s.company IS NOT NULL AND NOT EXISTS (SELECT FROM customers_affiliation a
      JOIN customers_party o ON o.id = a.organization_id
      WHERE a.person_id = s.target_id AND a.until IS NULL AND lower(o.display_name) = lower(s.company)))"""
    known = differs(SHOWN | {n: f"p.{n}" for n in STORED})
    changed = " OR ".join([known, staged.is_new(), works, customs_differ(batch)])
    settle(
        batch,
        changed=f"({changed})",
        joined="customers_party t JOIN customers_person p ON p.party_id = t.id WHERE t.id = s.target_id",
        editable=MAY_CHANGE,
        right="customers.edit_person",
    )


def write(batch: Batch) -> dict[str, int]:
    """Write parties, people, numbers and addresses, and where they work."""
    number(batch, "customers_party")
    people = write_parties(batch, "person")
    batch.run(
        """INSERT INTO customers_person (party_id, family, given, honorific, gender, born_on, education, income_band, locale, timezone)
        SELECT target_id, coalesce(family, ''), coalesce(given, ''), coalesce(honorific, ''), coalesce(gender, ''), born_on,
          '', '', '', '' FROM {stage} s WHERE {here} AND outcome = 'created'"""
    )
    batch.run(
        f"""UPDATE customers_person t SET {assignments(STORED)} FROM {{stage}} s
        WHERE {{here}} AND s.outcome = 'updated' AND t.party_id = s.target_id
          AND {differs({n: f"t.{n}" for n in STORED})}"""
    )
    staged.write_contacts(batch)
    companies = _write_work(batch)
    write_photos(batch)
    batch.freshen("customers_party", "customers_externalref", "customers_contactpoint")
    batch.freshen("customers_person", "customers_affiliation")
    return {"people": people, "companies": companies}


def _write_work(batch: Batch) -> int:
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


PEOPLE = ImportKind(
    name="people",
    label=gettext_lazy("People"),
    icon="users",
    right="customers.create_person",
    hint=gettext_lazy(
        "One row per person. Matched by the other system's number, else by e-mail, else by phone and name."
    ),
    fields=FIELDS,
    decide=decide,
    write=write,
    derive=derive,
    columns=COLUMNS,
    same="match_key",
    more=lambda user: (*photo_of(user), *more_of("person")(user)),
    closed=closed_of("person"),
    indexed={
        "person": WRITTEN,
        "organization": "SELECT DISTINCT organization_id FROM customers_affiliation WHERE person_id IN ("
        + WRITTEN
        + " AND s.company IS NOT NULL)",
    },
    options=(
        SYSTEM,
        Option(
            "name_order",
            gettext_lazy("Full names are written"),
            default="auto",
            choices=lambda: [
                ("auto", _("Given name first; Chinese names as in Chinese")),
                ("family_first", _("Family name first")),
            ],
        ),
        contacts.BAD,
    ),
)
