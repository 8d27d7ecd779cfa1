"""Contacts as a list for the API. Ordered by when they were written down: the key is the only order that 10,000,000 rows afford."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec, Rows
from rapport.touchpoints.interactions.models import Channel, Direction, Interaction, Outcome, Reason


def rows(user: User) -> Rows:
    """Return the contacts that the user may see."""
    return Interaction.objects.visible_to(user).kept()


INTERACTIONS = ListSpec(
    name="interactions",
    rows=rows,
    columns=[
        Column("id", _("Number"), Kind.KEY, sortable=True),
        Column("party", _("Customer"), Kind.KEY, path="party_id"),
        Column("staff", _("Who"), Kind.USER, path="staff_id"),
        Column("channel", _("Channel"), Kind.CHOICE, choices=Channel.choices),
        Column("direction", _("Who began"), Kind.CHOICE, choices=Direction.choices),
        Column("reason", _("Reason"), Kind.CHOICE, choices=Reason.choices),
        Column("outcome", _("Outcome"), Kind.CHOICE, choices=Outcome.choices),
        Column("started_at", _("When"), Kind.DATETIME),
        Column("resolved_at", _("Resolved"), Kind.DATETIME, nullable=True),
    ],
    sort="-id",
)
