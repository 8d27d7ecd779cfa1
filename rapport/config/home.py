"""Home pages: the widgets that there are, and where each role finds them until somebody arranges them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.home.lists import widgets_of_views
from rapport.core.home.recent import RECENT
from rapport.core.home.told import TOLD
from rapport.core.home.widgets import Home, Place, Widget
from rapport.core.search.commands import Command
from rapport.customers.notes.widgets import NOTES
from rapport.sales.orders.widgets import FIGURES
from rapport.touchpoints.interactions.widgets import TEAM, WAITING
from rapport.touchpoints.tasks.widgets import TO_DO

# The page of one record, by the list in which it stands.
PAGES = {
    "people": "people:open",
    "organizations": "organizations:open",
    "households": "households:open",
    "orders": "orders:open",
    "products": "products:open",
}


def _views(user: User) -> Sequence[Widget]:
    return widgets_of_views(user, PAGES)


LEADS = Place(main=["figures", "tasks", "waiting"], beside=["team", "told", "recent"])
HOME = Home(
    widgets=[FIGURES, TO_DO, WAITING, TEAM, NOTES, TOLD, RECENT],
    own=_views,
    roles={
        "administrator": LEADS,
        "sales_manager": LEADS,
        "supervisor": Place(main=["tasks", "waiting"], beside=["team", "told", "recent"]),
        "analyst": Place(main=["figures"], beside=["told", "recent"]),
        "marketer": Place(main=["figures", "tasks"], beside=["told", "recent"]),
    },
    otherwise=Place(main=["tasks", "waiting"], beside=["notes", "told", "recent"]),
    verb=Command(
        label=_("Log a contact"),
        page="interactions:log",
        icon="pencil",
        right="touchpoints.log_interaction",
        key="l",
        dialog=True,
    ),
)
