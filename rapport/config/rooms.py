"""The rooms by the names under which their rights stand on the roles page, in the order of the customer's road."""

from django.utils.translation import gettext_lazy as _

ROOMS = {
    "customers": _("Customers"),
    "touchpoints": _("Contacts and tasks"),
    "catalog": _("Products"),
    "sales": _("Sales"),
    "core": _("Administration"),
}
