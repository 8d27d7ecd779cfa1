"""Every right that can be granted, room by room, in the order of the roles page."""

from rapport.catalog.rights import RIGHTS as CATALOG
from rapport.core.rights import RIGHTS as CORE
from rapport.customers.rights import RIGHTS as CUSTOMERS
from rapport.sales.rights import RIGHTS as SALES
from rapport.touchpoints.rights import RIGHTS as TOUCHPOINTS

RIGHTS = {right.name: right for right in [*CUSTOMERS, *TOUCHPOINTS, *CATALOG, *SALES, *CORE]}
