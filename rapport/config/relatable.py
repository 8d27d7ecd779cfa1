"""The kinds of records to which fields of the company's own may refer."""

from django.utils.translation import gettext_lazy as _

from rapport.core.customfields.entities import Target
from rapport.customers.parties.models import Kind

PARTY = {"model": "customers.Party", "named": "display_name", "page": "parties:open"}
ALL = [
    Target(
        "person",
        _("People"),
        found_in="people",
        where={"kind": Kind.PERSON.value},
        picked_at=("parties:pick", "?kind=person"),
        **PARTY,
    ),
    Target(
        "organization",
        _("Companies"),
        found_in="organizations",
        where={"kind": Kind.ORGANIZATION.value},
        picked_at=("parties:pick", "?kind=organization"),
        **PARTY,
    ),
    Target(
        "household",
        _("Households"),
        "customers.Household",
        "name",
        "households:open",
        "households",
    ),
    Target("order", _("Orders"), "sales.Order", "number", "orders:open", "orders"),
    Target("product", _("Products"), "catalog.Product", "name", "products:open", "products"),
]
RELATABLE: dict[str, Target] = {one.name: one for one in ALL}
