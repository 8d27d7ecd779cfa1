"""The kinds of records whose pages and forms a company can arrange."""

from django.utils.translation import gettext_lazy as _

from rapport.catalog.products.layouts import PRODUCT, PRODUCT_FORM
from rapport.core.pagelayouts.sheets import Arranged
from rapport.customers.households.layouts import HOUSEHOLD
from rapport.customers.organizations.layouts import ORGANIZATION, ORGANIZATION_FORM
from rapport.customers.people.layouts import PERSON, PERSON_FORM
from rapport.sales.orders.layouts import ORDER, ORDER_FORM

PAGELAYOUTS = [
    Arranged("people", _("People"), (PERSON, PERSON_FORM)),
    Arranged("organizations", _("Companies"), (ORGANIZATION, ORGANIZATION_FORM)),
    Arranged("households", _("Households"), (HOUSEHOLD,)),
    Arranged("orders", _("Orders"), (ORDER, ORDER_FORM)),
    Arranged("products", _("Products"), (PRODUCT, PRODUCT_FORM)),
]
