"""What somebody shared and has not placed yet."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.received.models import Received

MOST = 20


def waiting(user: User) -> list[Received]:
    """Return what the user shared and has not placed yet, the newest first, with its files. Two queries."""
    rows = Received.objects.visible_to(user).prefetch_related("files__file")
    return list(rows.order_by("-id")[:MOST])


def received(user: User, received_id: int) -> Received:
    """Return one of the user's own. Errors: Missing."""
    rows = Received.objects.visible_to(user).prefetch_related("files__file")
    row = rows.filter(pk=received_id).first()
    if row is None:
        raise Missing
    return row
