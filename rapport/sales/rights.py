"""The rights of this room."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.rights import Right

RIGHTS = [
    Right("sales.view_order", _("See orders")),
    Right("sales.place_order", _("Place orders")),
    Right("sales.edit_order", _("Change orders")),
    Right("sales.deliver_order", _("Mark orders as delivered")),
    Right("sales.return_order", _("Mark rentals and goods as returned")),
    Right("sales.cancel_order", _("Cancel orders")),
    Right("sales.credit_order", _("Write credit notes")),
    Right("sales.settle_order", _("Record what was paid for an order")),
]
