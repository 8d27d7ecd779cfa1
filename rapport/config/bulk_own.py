"""Of which lists the company's own fields can be edited on many rows at once, by kind of record."""

from rapport.core.bulk.own import OwnFields
from rapport.customers.organizations.bulk import OWN as ORGANIZATION
from rapport.customers.people.bulk import OWN as PERSON

BULK_OWN: dict[str, OwnFields] = {"person": PERSON, "organization": ORGANIZATION}
