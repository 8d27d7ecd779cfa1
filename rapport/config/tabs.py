"""What stands above every list: its saved views."""

from rapport.core.views.tabs import tabs

TABS = tabs
