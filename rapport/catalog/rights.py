"""The rights of this room."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.rights import Right

RIGHTS = [
    Right("catalog.view_product", _("See products")),
    Right("catalog.create_product", _("Add products")),
    Right("catalog.edit_product", _("Change products")),
    Right("catalog.retire_product", _("Take products off sale and back")),
]
