"""What can be found, in the order in which the palette shows it. Each room declares its kinds beside its queries."""

from rapport.catalog.products.findable import PRODUCTS
from rapport.core.search.kinds import Kind
from rapport.customers.parties.findable import ORGANIZATIONS, PEOPLE
from rapport.sales.orders.findable import ORDERS

LISTED: list[Kind] = [PEOPLE, ORGANIZATIONS, ORDERS, PRODUCTS]
SEARCH = {kind.name: kind for kind in LISTED}
