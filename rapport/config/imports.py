"""What files may hold, in the order in which the import offers it."""

from rapport.catalog.products.imports import PRODUCTS
from rapport.core.imports.kinds import ImportKind
from rapport.customers.organizations.imports import ORGANIZATIONS
from rapport.customers.people.imports import PEOPLE
from rapport.sales.orders.imports import ORDERS

LISTED: list[ImportKind] = [PEOPLE, ORGANIZATIONS, PRODUCTS, ORDERS]
IMPORTS = {kind.name: kind for kind in LISTED}
