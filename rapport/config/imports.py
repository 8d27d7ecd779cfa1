"""What files may hold, in the order in which the import offers it."""

from rapport.catalog.products.imports import PRODUCTS
from rapport.core.imports.kinds import ImportKind

LISTED: list[ImportKind] = [PRODUCTS]
IMPORTS = {kind.name: kind for kind in LISTED}
