"""The kinds of records to which a company may add fields of its own."""

from rapport.core.customfields.entities import Entity
from rapport.customers.parties.custom import ORGANIZATION, PERSON

CUSTOMFIELDS: dict[str, Entity] = {one.name: one for one in (PERSON, ORGANIZATION)}
