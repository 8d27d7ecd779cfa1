"""People and companies as search finds them."""

from django.utils.translation import gettext_lazy as _

from rapport.core.search.kinds import Kind
from rapport.customers.parties.entries import organization_rows, person_rows
from rapport.customers.parties.wording import entry_of

SOURCES = {
    "customers_party": "id",
    "customers_contactpoint": "party_id",
    "customers_account": "party_id",
}
STEPS = ("next_step", "next_step_on", "last_touch_channel")
UNREAD = {"customers_party": frozenset(("version", "owner_id", "lifecycle", "country", *STEPS))}
PEOPLE = Kind(
    name="person",
    label=_("People"),
    icon="user",
    page="people:open",
    model="customers.Party",
    rows=person_rows,
    entry=entry_of,
    sources={
        **SOURCES,
        "customers_person": "party_id",
        "customers_affiliation": "person_id",
    },
    unread=UNREAD,
    owned_by="customers_party",
)
ORGANIZATIONS = Kind(
    name="organization",
    label=_("Companies"),
    icon="building",
    page="organizations:open",
    model="customers.Party",
    rows=organization_rows,
    entry=entry_of,
    sources={**SOURCES, "customers_organization": "party_id"},
    unread=UNREAD,
    owned_by="customers_party",
)
