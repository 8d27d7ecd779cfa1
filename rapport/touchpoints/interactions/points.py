"""The talking point that an open complaint gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.pages import formats
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import Point
from rapport.touchpoints.interactions.models import Interaction


def complaint(party: Party, user: User, at: datetime) -> Sequence[Point]:
    """Say which complaint is still open, and since when."""
    found = Interaction.objects.visible_to(user).open_complaints().filter(party=party)
    return [
        Point(
            "alert-triangle",
            _("Open complaint: %(subject)s") % {"subject": one.subject},
            _("Made on %(when)s and not solved yet.") % {"when": formats.date(one.started_at)},
            href=reverse("interactions:open", args=[one.pk]),
            source=_("Complaint"),
        )
        for one in found.order_by("started_at", "pk")[:3]
    ]
