"""What stands pinned in the navigation: the views that a colleague wants at hand."""

from rapport.core.views.tabs import pins

PINS = pins
