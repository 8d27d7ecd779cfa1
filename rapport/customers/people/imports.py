"""People from files: matched by the other system's number, else by e-mail, else by phone and name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.customfields.importing import closed_of, more_of, reject_unfilled
from rapport.core.imports.cells import Reading
from rapport.core.imports.kinds import Batch, ImportKind, Key, Option
from rapport.core.imports.sql import WRITTEN, assignments, differs, number, settle
from rapport.customers.contactpoints import imports as contacts, staged
from rapport.customers.parties.imports import (
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
from rapport.customers.parties.naming import display_name, latin_name, person_sort_key, sort_key
from rapport.customers.parties.splitting import split_name
from rapport.customers.people.actions import NamelessPerson
from rapport.customers.people.columns import FIELDS
from rapport.customers.people.photos import photo_of, write_photos
from rapport.customers.people.staged_work import write_work

COLUMNS = {
    "display_name": "text",
    "latin_name": "text",
    "sort_key": "text",
    "company_latin": "text",
    "company_key": "text",
    **contacts.COLUMNS,
}
STORED = ("family", "given", "honorific", "gender", "born_on")
MAIL, PHONE = "split_part(email, chr(31), 1)", "split_part(phone, chr(31), 1)"
KEYS = (
    NUMBER,
    Key("email", gettext_lazy("E-mail"), MAIL, unless=("external_id",)),
    Key(
        "phone",
        gettext_lazy("Phone and name"),
        f"({PHONE} || lower(display_name))",
        unless=("external_id",),
    ),
)
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
    return found


def decide(batch: Batch) -> None:
    """Match, then settle what is created, updated or left."""
    match_external(batch, "person")
    other, system = another_number(batch), {"system": system_of(batch)}
    if batch.finds_by("email"):
        staged.match_contact(batch, "person", "email", "email", f"AND NOT {other}", **system)
    if batch.finds_by("phone"):
        same_name = f"AND lower(p.display_name) = lower(x.display_name) AND NOT {other}"
        staged.match_contact(batch, "person", "phone", "phone", same_name, **system)
    batch.run(
        "UPDATE {stage} s SET outcome = 'error', reason = %(why)s"
        " WHERE {here} AND outcome IS NULL AND target_id IS NULL AND display_name IS NULL",
        why=NamelessPerson().sentence(),
    )
    reject_unfilled(batch, "person", table="customers_party", stage="prospect")
    works = """(s.company IS NOT NULL AND NOT EXISTS (SELECT FROM customers_affiliation a
      JOIN customers_party o ON o.id = a.organization_id
      WHERE a.person_id = s.target_id AND a.until IS NULL AND lower(o.display_name) = lower(s.company)))"""
    keep = batch.keeps_filled
    columns = {n: f"p.{n}" for n in _stored(batch)} | ({} if keep else SHOWN)
    known = differs(columns, keep=keep)
    changed = " OR ".join([known, staged.is_new(), works, customs_differ(batch)])
    settle(
        batch,
        changed=f"({changed})",
        joined="customers_party t JOIN customers_person p ON p.party_id = t.id WHERE t.id = s.target_id",
        editable=MAY_CHANGE,
        right="customers.edit_person",
    )


def _stored(batch: Batch) -> tuple[str, ...]:
    """Return the columns that an update may write: a person has a name, which stays where what is filled stays."""
    return STORED[2:] if batch.keeps_filled else STORED


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
        f"""UPDATE customers_person t SET {assignments(_stored(batch), keep=batch.keeps_filled)} FROM {{stage}} s
        WHERE {{here}} AND s.outcome = 'updated' AND t.party_id = s.target_id
          AND {differs({n: f"t.{n}" for n in _stored(batch)}, keep=batch.keeps_filled)}"""
    )
    staged.write_contacts(batch)
    companies = write_work(batch)
    write_photos(batch)
    batch.freshen("customers_party", "customers_externalref", "customers_contactpoint")
    batch.freshen("customers_person", "customers_affiliation")
    return {"people": people, "companies": companies}


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
    keys=KEYS,
    fills=True,
    pages=PAGES,
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
