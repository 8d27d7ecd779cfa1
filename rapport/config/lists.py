"""Every list, by the name in its address: for filters, counts and exports."""

from rapport.catalog.products.lists import LISTED as PRODUCTS
from rapport.core.lists.listed import Listed
from rapport.customers.households.queries import LISTED as HOUSEHOLDS
from rapport.customers.organizations.lists import LISTED as ORGANIZATIONS
from rapport.customers.people.lists import LISTED as PEOPLE
from rapport.customers.privacy.lists import LISTED as PRIVACY_REQUESTS
from rapport.sales.orders.lists import LISTED as ORDERS
from rapport.touchpoints.mail.lists import LISTED as MAILS
from rapport.touchpoints.messages.lists import LISTED as MESSAGES
from rapport.touchpoints.tasks.lists import LISTED as TASKS

ALL: list[Listed] = [
    PEOPLE,
    ORGANIZATIONS,
    HOUSEHOLDS,
    TASKS,
    MAILS,
    MESSAGES,
    ORDERS,
    PRODUCTS,
    PRIVACY_REQUESTS,
]
LISTS = {one.spec.name: one for one in ALL}
